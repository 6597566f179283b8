using System.Reflection;

namespace Tapir.Models.NativeLibrary;

/// <summary>Where the native files lie: an installed libtorch that <c>TapirLibTorch</c> names (environment, else the build), and everything else in <c>native/</c> beside a
/// published program, else in <c>build/native/&lt;rid&gt;</c> (with CUDA <c>&lt;rid&gt;-cuda</c>) of the checkout that the program runs from, else of the checkout it was built in.</summary>
/// <param name="ReadVariable">Reads an environment variable.</param>
/// <param name="ReadNote">Reads what the build has noted in this assembly.</param>
internal sealed record NativeFolder(Func<string, string?> ReadVariable, Func<string, string?> ReadNote)
{
    private const string Own = "TapirLibTorch";
    private const string Processors = "cpu";

    /// <summary>As this process and its build have it.</summary>
    public static NativeFolder OfThisProcess { get; } = new(
        Environment.GetEnvironmentVariable,
        name => typeof(NativeFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(note => note.Key == name)?.Value);

    /// <summary>The folders, or an error that lists every place looked at.</summary>
    /// <exception cref="TorchUnavailableException">None of the places has libtorch or its bindings, or the one that was named has it in another version.</exception>
    public NativeFolders Find(string programFolder)
    {
        string[] places = [.. Candidates(programFolder)];
        if (ReadVariable(Own) is { Length: > 0 } named)
        {
            return new NativeFolders(Installed(named), First(places, LibraryNames.Bindings), IsOwn: true);
        }

        // A published program has its own copy of what it was built with, which may not be installed where it runs.
        return ReadNote(Own) is { } built && !File.Exists(Path.Combine(places[0], LibraryNames.TorchCpu))
            ? new NativeFolders(Installed(built), First(places, LibraryNames.Bindings), IsOwn: true)
            : new NativeFolders(First(places, LibraryNames.TorchCpu), First(places, LibraryNames.Bindings), IsOwn: ReadNote(Own) is not null, Backend);
    }

    // As it was built.
    private string Backend => ReadNote("TorchBackend") ?? Processors;

    private static string First(string[] places, string library) => Array.Find(places, place => File.Exists(Path.Combine(place, library)))
        ?? throw new TorchUnavailableException(
            $"libtorch was not found for {LibraryNames.Rid}. Looked for {library} in: {string.Join(", ", places)}. "
            + $"Build the solution (`dotnet build`) to fetch it, publish the program (`dotnet publish`), or name an installed one with the environment variable {Own}.");

    // As it is unpacked or installed: itself the folder with the libraries, or the one above.
    private string Installed(string named)
    {
        string[] places = [Path.GetFullPath(named), Path.Combine(Path.GetFullPath(named), "lib")];
        string found = Array.Find(places, place => File.Exists(Path.Combine(place, LibraryNames.TorchCpu)))
            ?? throw new TorchUnavailableException(
                $"{Own} names '{named}', but there is no {LibraryNames.TorchCpu} in: {string.Join(", ", places)}. Name the folder of an unpacked or installed libtorch, or take {Own} away.");
        if (VersionOf(found) is { } version && ReadNote("LibTorchVersion") is { } wanted && !version.StartsWith(Minor(wanted), StringComparison.Ordinal))
        {
            throw new TorchUnavailableException($"{Own} names '{named}', which has libtorch {version}; TorchSharp's bindings are for {Minor(wanted)}x. Name a libtorch of that version, or take {Own} away.");
        }

        return found;
    }

    /// <summary>Of libtorch as it is distributed; null where it does not say, as in packages of others.</summary>
    private static string? VersionOf(string folder) => new[] { Path.Combine(folder, "build-version"), Path.Combine(folder, "..", "build-version") }
        .Where(File.Exists)
        .Select(file => File.ReadAllText(file).Trim())
        .FirstOrDefault();

    // "2.10.0" becomes "2.10.".
    private static string Minor(string version) => version[..(version.LastIndexOf('.') + 1)];

    private IEnumerable<string> Candidates(string programFolder)
    {
        yield return Path.Combine(programFolder, "native");
        for (DirectoryInfo? folder = new(programFolder); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "build")))
            {
                yield return Path.Combine(folder.FullName, "build", "native", Backend == Processors ? LibraryNames.Rid : $"{LibraryNames.Rid}-{Backend}");
            }
        }

        yield return ReadNote("TorchNativeFolder") ?? programFolder;
    }
}
