using System.Security.Cryptography;

namespace Tapir.Models.NativeLibrary;

/// <summary>Where libtorch and TorchSharp's bindings to it are loaded from.</summary>
/// <param name="Torch">Folder of libtorch.</param>
/// <param name="Bindings">Folder of TorchSharp's own library.</param>
/// <param name="IsOwn">Whether libtorch is one that the user named, and not the package's.</param>
/// <param name="Backend">Which package it is, where it is one: <c>cpu</c> or <c>cuda</c>.</param>
internal sealed record NativeFolders(string Torch, string Bindings, bool IsOwn, string Backend = "cpu")
{
    /// <summary>Tells one libtorch from another in the description of where numbers come from: empty for the package for processors, which its version tells.</summary>
    /// <remarks>Two builds of one version may sum in another order, so an installed one is told by its content.</remarks>
    public string Mark()
    {
        if (!IsOwn)
        {
            return Backend == "cpu" ? "" : $" ({Backend})";
        }

        using FileStream library = File.OpenRead(Path.Combine(Torch, LibraryNames.TorchCpu));
        return $" (installed, {Convert.ToHexStringLower(SHA256.HashData(library))[..16]})";
    }
}
