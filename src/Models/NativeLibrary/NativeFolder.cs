using System.Reflection;

namespace Tapir.Models.NativeLibrary;

/// <summary>Where the one copy of libtorch lies: <c>native/</c> beside a published program, else <c>build/native/&lt;rid&gt;</c> of the
/// checkout that the program runs from, else that of the checkout it was built in.</summary>
internal static class NativeFolder
{
    /// <summary>The folder, or an error that lists every place looked at.</summary>
    /// <exception cref="TorchUnavailableException">None of the places has libtorch.</exception>
    public static string Find(string programFolder)
    {
        List<string> places = [.. Candidates(programFolder)];
        return places.Find(place => File.Exists(Path.Combine(place, LibraryNames.TorchCpu)))
            ?? throw new TorchUnavailableException(
                $"libtorch was not found for {LibraryNames.Rid}. Looked for {LibraryNames.TorchCpu} in: {string.Join(", ", places)}. "
                + "Build the solution (`dotnet build`) to fetch it, or publish the program (`dotnet publish`).");
    }

    private static IEnumerable<string> Candidates(string programFolder)
    {
        yield return Path.Combine(programFolder, "native");
        for (DirectoryInfo? folder = new(programFolder); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "build")))
            {
                yield return Path.Combine(folder.FullName, "build", "native", LibraryNames.Rid);
            }
        }

        yield return typeof(NativeFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(note => note.Key == "TorchNativeFolder")?.Value ?? programFolder;
    }
}
