namespace Tapir.Models.NativeLibrary;

/// <summary>File names of libtorch's parts on this operating system.</summary>
internal static class LibraryNames
{
    public static string Rid { get; } = OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

    public static string TorchCpu { get; } = FileName("torch_cpu");

    public static string TorchCuda { get; } = FileName("torch_cuda");

    public static string Bindings { get; } = FileName("LibTorchSharp");

    public static string FileName(string name) => OperatingSystem.IsWindows()
        ? name + ".dll"
        : "lib" + name + (OperatingSystem.IsMacOS() ? ".dylib" : ".so");
}
