// What the artifact stores do: 10,000 artifacts of 4 KiB, and one of 1 GiB, written and read back, with the memory that it takes.
//
//   dotnet run -c Release --project benchmarks/Artifacts [FOLDER]
//
// FOLDER is where everything is written, a temporary folder where left out; name one on the disk that is meant. Beside the folder store an Azurite is measured that
// runs on the same machine (Node and npm are needed). The speed of the disk alone, and of a plain upload to that Azurite, come first, so that there is something to compare with.
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Artifacts;
using Tapir.Artifacts.Benchmarks;
using Tapir.Tests.Azurite;

string root = Directory.CreateDirectory(Path.Combine(args.Length > 0 ? args[0] : Path.GetTempPath(), $"tapir-benchmark-{Environment.ProcessId}")).FullName;
try
{
    double disk = DiskSpeed.Measure(Path.Combine(root, "plain"));
    await new StoreSpeed("folder", disk, smallWanted: 2_000).MeasureAsync(
        new FolderArtifactStore(Path.Combine(root, "artifacts")), new FolderArtifactStore(Path.Combine(root, "artifacts")));
    using AzuriteServer azurite = AzuriteServer.Start();
    await PlainUpload.MeasureAsync(azurite.ConnectionString, disk);
    // Two of them, so that what is read was not kept by the one that wrote.
    await new StoreSpeed("blobs (Azurite)", disk, smallWanted: 300).MeasureAsync(Open("written"), Open("read"));

    BlobArtifactStore Open(string copies) => new(
        BlobLocation.ByVariable("benchmark", "STORE"),
        new BlobStoreOptions { CopiesFolder = Path.Combine(root, copies), EnvironmentVariable = _ => azurite.ConnectionString },
        TimeProvider.System,
        NullLogger<BlobArtifactStore>.Instance);
}
finally
{
    Directory.Delete(root, recursive: true);
}
