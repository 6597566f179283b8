using System.ComponentModel;
using System.Diagnostics;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>Node with the official SDK, installed once into the test's output folder from the lock file.</summary>
internal static class NodeEnvironment
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "js");

    private static readonly Lazy<Task<string?>> Installed = new(InstallAsync);

    /// <summary>The names of the scripts in a folder, so that none is forgotten.</summary>
    public static IEnumerable<string> ScriptsIn(string folder) => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.cjs")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    /// <summary>Runs one scenario against a sidecar. Inconclusive where Node or npm is missing.</summary>
    public static async Task RunAsync(string scenario, string address)
    {
        await EnsureInstalledAsync();
        Result result = await StartAsync("node", ["run.cjs", scenario, address], TimeSpan.FromSeconds(90));
        Assert.AreEqual(0, result.Code, result.Output);
    }

    /// <summary>Starts a worker with a script's tasks. It ends when its standard input does.</summary>
    public static async Task<Process> ServeAsync(string tasks, string address)
    {
        await EnsureInstalledAsync();
        return Process.Start(new ProcessStartInfo("node", ["serve.cjs", tasks, address]) { WorkingDirectory = Folder, RedirectStandardInput = true })!;
    }

    /// <summary>Runs a client's program to its end while a worker's runs; both find the hub by the variable HUB.</summary>
    /// <returns>What the client printed.</returns>
    public static async Task<string> RunBesideAsync(string client, string worker, string address)
    {
        await EnsureInstalledAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, "page-worker.cjs"), worker);
        await File.WriteAllTextAsync(Path.Combine(Folder, "page-client.cjs"), client);
        Dictionary<string, string> hub = new() { ["HUB"] = address };
        var start = new ProcessStartInfo("node", ["page-worker.cjs"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HUB"] = address;
        using Process running = Process.Start(start)!;
        running.OutputDataReceived += (_, _) => { };
        running.ErrorDataReceived += (_, _) => { };
        running.BeginOutputReadLine();
        running.BeginErrorReadLine();
        try
        {
            Result result = await StartAsync("node", ["page-client.cjs"], TimeSpan.FromSeconds(90), hub);
            Assert.AreEqual(0, result.Code, result.Output);
            return result.Output;
        }
        finally
        {
            running.Kill();
            await running.WaitForExitAsync();
        }
    }

    private static async Task EnsureInstalledAsync()
    {
        if (await Installed.Value is { } obstacle)
        {
            Assert.Inconclusive(obstacle);
        }
    }

    /// <summary>Null when all is there; otherwise why not.</summary>
    private static async Task<string?> InstallAsync()
    {
        try
        {
            await StartAsync("node", ["--version"], TimeSpan.FromSeconds(30));
        }
        catch (Win32Exception)
        {
            return "Node.js is not installed; the conformance tests with the JavaScript SDK need node (20 or newer) and npm.";
        }

        string marker = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (File.Exists(marker) && File.GetLastWriteTimeUtc(marker) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            return null;
        }

        try
        {
            Result installed = await StartAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], TimeSpan.FromMinutes(3));
            Assert.AreEqual(0, installed.Code, "npm ci failed: " + installed.Output);
            return null;
        }
        catch (Win32Exception)
        {
            return "npm is not installed; the conformance tests install the JavaScript SDK with it.";
        }
    }

    private static async Task<Result> StartAsync(string program, string[] arguments, TimeSpan limit, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var timer = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {limit}.");
        }

        return new Result(process.ExitCode, await output + await errors);
    }

    private sealed record Result(int Code, string Output);
}
