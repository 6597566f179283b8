using System.Security.Cryptography;
using SystemLibrary = System.Runtime.InteropServices.NativeLibrary;

namespace Tapir.Models.NativeLibrary;

/// <summary>Loads TorchSharp's own native library, through a patched copy on hosts whose C++ library is older than it asks for.</summary>
/// <remarks>TorchSharp 0.107.0 asks for symbol version GLIBCXX_3.4.32 (GCC 13) without using a symbol of it; Debian 12 and Ubuntu 22.04
/// stop at 3.4.30. See <see cref="SymbolVersionPatch"/>. The package's file is never written: it may be a hard link into the
/// package cache.</remarks>
internal static class BindingsLibrary
{
    private const string Version = "GLIBCXX_3.4.32";

    public static nint Load(string folder)
    {
        string original = Path.Combine(folder, LibraryNames.Bindings);
        try
        {
            return SystemLibrary.Load(original);
        }
        catch (DllNotFoundException failure) when (OperatingSystem.IsLinux() && failure.Message.Contains(Version, StringComparison.Ordinal))
        {
            return SystemLibrary.Load(CompatibleCopy(original, folder));
        }
        catch (DllNotFoundException failure)
        {
            throw new TorchUnavailableException($"{original} does not load on this machine: {failure.Message}", failure);
        }
    }

    /// <summary>A copy of the library without the hard demand: beside it; in the user's own cache where the program lies in a folder of somebody else; in a new temporary
    /// folder where there is no such cache. Several processes may make it at the same time.</summary>
    internal static string CompatibleCopy(string original, string folder)
    {
        byte[] library = File.ReadAllBytes(original);
        string name = $"compatible-{Convert.ToHexStringLower(SHA256.HashData(library))[..16]}";
        SymbolVersionPatch.MakeWeak(library, Version);
        string cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        foreach (string home in cache.Length > 0 ? (string[])[folder, Path.Combine(cache, "tapir", "native")] : [folder])
        {
            try
            {
                return Made(library, Path.Combine(home, name));
            }
            catch (Exception readOnly) when (readOnly is UnauthorizedAccessException or IOException)
            {
                // The next one is more likely to be ours.
            }
        }

        return Made(library, Directory.CreateTempSubdirectory("tapir-native-").FullName);
    }

    /// <summary>The copy in this folder, written if it is not there. One with other bytes is written anew: code is never loaded because of its name alone.</summary>
    private static string Made(byte[] library, string home)
    {
        string target = Path.Combine(home, LibraryNames.Bindings);
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(library))
        {
            return target;
        }

        Directory.CreateDirectory(home);
        string temporary = Path.Combine(home, $".{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(temporary, library);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return target;
    }
}
