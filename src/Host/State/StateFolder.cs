using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tapir.Activities.Scratch;
using Tapir.Artifacts;

namespace Tapir.Host.State;

/// <summary>The folder that holds everything Tapir keeps. Its version is checked before anything in it is opened.</summary>
internal sealed class StateFolder
{
    private const int Version = 1;

    private StateFolder(string root) => Root = root;

    private string VersionPath => Path.Combine(Root, "state.json");

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <param name="name">The hub's name, as host.json has it.</param>
    public string Hub(string name) => Path.Combine(Root, $"{name}.db");

    public string Ledger => Path.Combine(Root, "ledger.db");

    public string Results => Path.Combine(Root, "results.db");

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Local copies of artifacts that lie in a blob store.</summary>
    public string Copies => Path.Combine(Root, "copies");

    /// <summary>What functions need as files while they work; no backup has it.</summary>
    public string Downloads => Path.Combine(Root, "downloads");

    /// <summary>What workers on other machines are sending; no backup has it.</summary>
    public string Uploads => Path.Combine(Root, ".uploads");

    public ScratchFolders Scratch => new(Path.Combine(Root, ".scratch"));

    public string Runs => Path.Combine(Root, "runs");

    /// <summary>What is known of runs that were removed.</summary>
    public string RemovedRuns => Path.Combine(Root, "removed.json");

    /// <summary>Specs that are kept by name.</summary>
    public string Specs => Path.Combine(Root, "specs");

    /// <summary>Held while a spec is stored or removed.</summary>
    public string SpecsGate => Path.Combine(Root, "specs.lock");

    /// <summary>Keys of the HTTP API, hashed.</summary>
    public string Keys => Path.Combine(Root, "keys.json");

    /// <summary>Held while a key is made or revoked.</summary>
    public string KeysGate => Path.Combine(Root, "keys.lock");

    /// <summary>Held while a run is recorded.</summary>
    public string RunsGate => Path.Combine(Root, "runs.lock");

    /// <summary>Where the sidecar of this folder listens: short (socket paths end at about 100 bytes) and the same for every process that
    /// names the folder.</summary>
    public string Socket
    {
        get
        {
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16];
            string folder = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 60 } runtime && Directory.Exists(runtime)
                ? runtime
                : Path.GetTempPath();
            return Path.Combine(folder, $"tapir-{digest}.sock");
        }
    }

    /// <summary>Opens the folder, making it where it is missing.</summary>
    /// <exception cref="StateException">It cannot be written, or a newer Tapir wrote it.</exception>
    public static StateFolder Open(string path)
    {
        StateFolder folder = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        try
        {
            Directory.CreateDirectory(folder.Runs);
            Directory.CreateDirectory(folder.Artifacts);
            folder.MakeWritable();
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            throw new StateException($"The state folder '{folder.Root}' cannot be written: {problem.Message} Make room, mend its permissions, or name another with --state.", problem);
        }

        return folder;
    }

    /// <summary>Opens the folder for commands that only look.</summary>
    /// <exception cref="StateException">There is no state folder there.</exception>
    public static StateFolder OpenExisting(string path) => Directory.Exists(Path.Combine(path, "runs"))
        ? Look(path)
        : throw new StateException($"There is no state folder at '{Path.GetFullPath(path)}'. Name it with --state; `tapir run SPEC` makes one.");

    /// <summary>Why nothing can be written here now, without the folder's own path, since whoever may look is told; null when it can.</summary>
    public string? WhyNotWritable()
    {
        try
        {
            Probe();
            return null;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            return $"the state folder cannot be written: {(DiskRefusal.IsOne(problem) ? DiskRefusal.ReasonOf(problem) : "the operating system refuses it")}";
        }
    }

    private void Probe()
    {
        // Of a name of its own: two at once, and processes of the same number in two containers, must not take each other for a folder that cannot be written.
        using FileStream probe = new(Path.Combine(Root, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        probe.WriteByte(0);
    }

    /// <summary>Names the folder without making it, for commands that can do without.</summary>
    /// <exception cref="StateException">A newer Tapir wrote it.</exception>
    public static StateFolder Look(string path)
    {
        StateFolder folder = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        folder.CheckVersion();
        return folder;
    }

    private void MakeWritable()
    {
        if (!File.Exists(VersionPath))
        {
            DurableFile.Replace(VersionPath, JsonSerializer.Serialize(new StateVersion(Version), StateJson.Options));
            return;
        }

        CheckVersion();
        // A folder on a read-only disk opens like any other until something is written: find out now.
        Probe();
    }

    private void CheckVersion()
    {
        if (!File.Exists(VersionPath))
        {
            return;
        }

        int version = StateJson.Read<StateVersion>(VersionPath).Version;
        if (version > Version)
        {
            throw new StateException($"The state folder '{Root}' has version {version}; this Tapir knows versions up to {Version}. Use the newer Tapir, or name another folder with --state.");
        }
    }

    private sealed record StateVersion(int Version);
}
