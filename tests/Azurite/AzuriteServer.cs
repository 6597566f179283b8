using System.Diagnostics;
using System.Globalization;

namespace Tapir.Tests.Azurite;

/// <summary>A running Azurite with a folder of its own. Killing it keeps the folder, so that it can be started again at the same address.</summary>
internal sealed class AzuriteServer : IDisposable
{
    /// <value>The one account that Azurite knows.</value>
    public const string Account = "devstoreaccount1";

    /// <value>Its key, published in Azurite's documentation and no secret.</value>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-azurite-");
    private readonly SemaphoreSlim advanced = new(0);
    private Process? process;

    private AzuriteServer()
    {
    }

    public int Port { get; private set; }

    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Port}/{Account};";

    /// <summary>Starts one on a free port. Inconclusive where Node or npm is missing.</summary>
    public static AzuriteServer Start()
    {
        AzuriteInstallation.Require();
        AzuriteServer server = new();
        server.StartAgain();
        return server;
    }

    /// <summary>Starts at the same address with what was stored before.</summary>
    public void StartAgain()
    {
        process = Process.Start(new ProcessStartInfo("node", ["start.cjs", folder.FullName, Port.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = AzuriteInstallation.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // "Azurite Blob service successfully listens on http://127.0.0.1:32975"
            if (line.Contains("successfully listens on", StringComparison.Ordinal))
            {
                Port = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]).Port;
                _ = ListenAsync(process.StandardOutput);
                return;
            }
        }

        throw new InvalidOperationException($"Azurite ended with code {process.ExitCode} before it listened.");
    }

    /// <summary>Puts its clock forward: what is stored is older from then on, and leases run out. Until it is started again.</summary>
    public void Advance(TimeSpan time)
    {
        process!.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"advance {time.TotalMilliseconds:0}"));
        process.StandardInput.Flush();
        Assert.IsTrue(advanced.Wait(TimeSpan.FromSeconds(30)), "Azurite did not put its clock forward.");
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        if (process is null)
        {
            return;
        }

        process.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        Kill();
        advanced.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task ListenAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line == "advanced")
            {
                advanced.Release();
            }
        }
    }
}
