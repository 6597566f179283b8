using System.Diagnostics;
using System.Text.Json;

namespace Tapir.Models.Tests.NativeLibrary;

/// <summary>Which package a build takes libtorch from, as MSBuild evaluates it; nothing is restored.</summary>
[TestClass]
[TestCategory("build")]
public sealed class TorchBackendTests
{
    [TestMethod]
    [DataRow("", "linux-x64", "PackageDownload", "libtorch-cpu-linux-x64")]
    [DataRow("cpu", "win-x64", "PackageDownload", "libtorch-cpu-win-x64")]
    [DataRow("cuda", "linux-x64", "PackageReference", "libtorch-cuda-12.8-linux-x64")]
    [DataRow("cuda", "win-x64", "PackageReference", "libtorch-cuda-12.8-win-x64")]
    public void Build_TorchBackend_ChoosesThePackage(string backend, string rid, string kind, string package)
    {
        JsonElement items = Evaluate([.. backend.Length > 0 ? [$"-p:TorchBackend={backend}"] : (string[])[], $"-p:RuntimeIdentifier={rid}"]).GetProperty("Items");

        string[] found = [.. ((string[])["PackageDownload", "PackageReference"]).SelectMany(of => items.GetProperty(of).EnumerateArray().Select(item => $"{of} {item.GetProperty("Identity").GetString()}"))
            .Where(item => item.Contains("libtorch-", StringComparison.Ordinal))];
        Assert.AreSequenceEqual([$"{kind} {package}"], found);
        Assert.AreEqual(kind == "PackageReference", items.GetProperty("PackageVersion").EnumerateArray().Any(item => item.GetProperty("Identity").GetString() == package), "A reference has a central version.");
    }

    [TestMethod]
    public void Build_InstalledLibTorchNamed_TakesNoPackage()
    {
        JsonElement items = Evaluate("-p:TorchBackend=cuda", "-p:TapirLibTorch=/opt/libtorch").GetProperty("Items");

        Assert.IsEmpty(((string[])["PackageDownload", "PackageReference"]).SelectMany(of => items.GetProperty(of).EnumerateArray())
            .Where(item => item.GetProperty("Identity").GetString()!.StartsWith("libtorch-", StringComparison.Ordinal)));
    }

    private static JsonElement Evaluate(params string[] properties)
    {
        using Process build = Process.Start(new ProcessStartInfo(
            "dotnet", ["msbuild", Path.Combine(Checkout(), "src", "Models", "Tapir.Models.csproj"), "-getItem:PackageDownload", "-getItem:PackageReference", "-getItem:PackageVersion", .. properties])
        {
            RedirectStandardOutput = true,
        })!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.AreEqual(0, build.ExitCode, output);
        return JsonDocument.Parse(output).RootElement;
    }

    private static string Checkout()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "build", "TorchNative.targets")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new AssertFailedException("The tests do not run from a checkout.");
    }
}
