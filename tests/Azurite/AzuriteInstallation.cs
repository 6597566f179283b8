using System.ComponentModel;
using System.Diagnostics;

namespace Tapir.Tests.Azurite;

/// <summary>The npm package, installed from its lock file once for all test projects of this checkout: <c>build/azurite</c>.</summary>
internal static class AzuriteInstallation
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "azurite");

    private static readonly Lazy<string?> Installed = new(Install);

    public static string Folder { get; } = Path.Combine(FindRoot(), "build", "azurite");

    /// <summary>Ends the test as inconclusive, and says why, where Node or npm is missing.</summary>
    public static void Require()
    {
        if (Installed.Value is { } obstacle)
        {
            Assert.Inconclusive(obstacle);
        }
    }

    private static string? Install()
    {
        if (!Runs("node", "--version"))
        {
            return "Node.js is not installed; the tests of the blob store start Azurite, which needs node (20 or newer) and npm.";
        }

        // The test projects run at one time, each in a process of its own.
        using Mutex one = new(initiallyOwned: false, "tapir-azurite-installation");
        try
        {
            one.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Whoever had it died; npm ci starts from nothing anyway.
        }

        try
        {
            return IsCurrent() ? null : InstallNow();
        }
        finally
        {
            one.ReleaseMutex();
        }
    }

    private static bool IsCurrent()
    {
        string marker = Path.Combine(Folder, "node_modules", ".package-lock.json");
        return File.Exists(marker) && SourceFiles().All(file => TextOf(Path.Combine(Folder, file)) == TextOf(Path.Combine(Sources, file)));
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Sources, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Sources, file));

    private static string? TextOf(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static string? InstallNow()
    {
        if (!Runs("npm", "--version"))
        {
            return "npm is not installed; the tests of the blob store install Azurite with it.";
        }

        foreach (string file in SourceFiles())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, file))!);
            File.Copy(Path.Combine(Sources, file), Path.Combine(Folder, file), overwrite: true);
        }

        using Process npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> output = npm.StandardOutput.ReadToEndAsync();
        string errors = npm.StandardError.ReadToEnd();
        npm.WaitForExit();
        Assert.AreEqual(0, npm.ExitCode, $"npm ci failed: {output.Result}{errors}");
        return null;
    }

    private static bool Runs(string program, string argument)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tapir.sln")))
        {
            folder = folder.Parent;
        }

        // Outside of the checkout: beside the tests themselves.
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
