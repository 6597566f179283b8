using System.Security.Cryptography;
using System.Text;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models;
using Tapir.Models.Export;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>Implements <see cref="StudentFunctions.Export"/>, which writes into the run's folder.</summary>
internal sealed class ExportActivity(ActivityRooms rooms)
{
    public void AddTo(FunctionCatalog catalog) => catalog.AddPausable(StudentFunctions.Export, ExportAsync);

    private async Task<ExportedStudent> ExportAsync(FunctionContext context, ExportStudent input)
    {
        const string FolderName = "student";
        string folder = Path.Combine(rooms.RunFolder(context.RunId), FolderName);
        using Student student = await rooms.Artifacts.ReadStudentAsync(input.Student.Model, context.Cancellation);
        // Nobody else writes there, so what an export left that was killed has no place in what people load.
        DurableFile.SweepFolder(folder);
        IReadOnlyDictionary<string, Action<Stream>> files = HuggingFaceExport.Files(student, ModelCard.Render(input), new ExportOptions { Context = input.Context });
        foreach ((string name, Action<Stream> write) in files)
        {
            DurableFile.Replace(Path.Combine(folder, name), write);
        }

        return new ExportedStudent(FolderName, DigestOf(folder, files.Keys));
    }

    private static string DigestOf(string folder, IEnumerable<string> names)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n"));
            using FileStream file = File.OpenRead(Path.Combine(folder, name));
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
