using System.Reflection;
using System.Runtime.Loader;
using TorchSharp;
using SystemLibrary = System.Runtime.InteropServices.NativeLibrary;

namespace Tapir.Models.NativeLibrary;

/// <summary>Loads libtorch from the solution's one copy, or an installed one, before TorchSharp looks for it.</summary>
/// <remarks>TorchSharp asks the runtime for <c>torch_cpu</c> and <c>LibTorchSharp</c> by name; it finds neither beside the program,
/// and the handler below answers. Everything in this room that touches a tensor calls <see cref="EnsureLoaded"/> first.</remarks>
internal static class Torch
{
    private static readonly Lazy<Loaded> Libraries = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Idempotent and safe from many threads.</summary>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not load.</exception>
    public static void EnsureLoaded() => _ = Libraries.Value;

    /// <summary>Keeps libtorch's products on the calling thread. Work is spread over .NET threads, each with its own part: then no result
    /// depends on how many there are.</summary>
    /// <remarks>Its thread count is a setting of each thread: a new one would start an OpenMP team of all processors for every product.</remarks>
    public static void ComputeOnThisThread()
    {
        EnsureLoaded();
        torch.set_num_threads(1);
    }

    /// <summary>What tells the loaded libtorch from others of its version; empty for the package's.</summary>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not load.</exception>
    public static string Mark => Libraries.Value.Mark.Value;

    /// <summary>Where libtorch was loaded from.</summary>
    public static string Folder => Libraries.Value.Folder;

    /// <summary>Why libtorch's part for CUDA is not there, as a sentence; empty where it is loaded.</summary>
    public static string CudaProblem => Libraries.Value.CudaProblem;

    private static Loaded Load()
    {
        NativeHeap.Restrain();
        NativeFolders folders = NativeFolder.OfThisProcess.Find(AppContext.BaseDirectory);
        string folder = folders.Torch;
        foreach (string name in Dependencies(folder))
        {
            SystemLibrary.TryLoad(Path.Combine(folder, name), out _);
        }

        nint torchCpu = LoadOrExplain(Path.Combine(folder, LibraryNames.TorchCpu));
        // Before anything asks libtorch for a device: it looks only once for its part for CUDA.
        (nint torchCuda, string cudaProblem) = LoadCuda(folder);
        SystemLibrary.TryLoad(Path.Combine(folder, LibraryNames.FileName("torch")), out _);
        Loaded loaded = new(torchCpu, torchCuda, BindingsLibrary.Load(folders.Bindings), folder, cudaProblem, new Lazy<string>(folders.Mark));
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => name switch
        {
            "torch_cpu" => loaded.TorchCpu,
            "torch_cuda" => loaded.TorchCuda,
            "LibTorchSharp" => loaded.Bindings,
            _ => IntPtr.Zero,
        };
        torch.InitializeDeviceType(DeviceType.CPU);
        return loaded;
    }

    // libtorch_cpu needs c10 and an OpenMP whose file name carries a hash; loaded first, they are found by soname.
    private static IEnumerable<string> Dependencies(string folder) => OperatingSystem.IsLinux()
        ? Directory.EnumerateFiles(folder, "libgomp*").Select(path => Path.GetFileName(path)!).Append("libc10.so")
        : Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!)
            .Where(name => name.Contains("omp", StringComparison.Ordinal) || name.Contains("c10", StringComparison.Ordinal) || name.Contains("uv", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    // What it needs itself lies beside it, where it looks first.
    private static (nint Handle, string Problem) LoadCuda(string folder)
    {
        string path = Path.Combine(folder, LibraryNames.TorchCuda);
        if (!File.Exists(path))
        {
            return (IntPtr.Zero, $"libtorch is one for processors alone: there is no {LibraryNames.TorchCuda} in {folder}.");
        }

        try
        {
            return (SystemLibrary.Load(path), "");
        }
        catch (DllNotFoundException failure)
        {
            return (IntPtr.Zero, $"{path} does not load on this machine: {failure.Message.Trim()}");
        }
    }

    private static nint LoadOrExplain(string path)
    {
        try
        {
            return SystemLibrary.Load(path);
        }
        catch (DllNotFoundException failure)
        {
            throw new TorchUnavailableException($"{path} does not load on this machine: {failure.Message}", failure);
        }
    }

    private sealed record Loaded(nint TorchCpu, nint TorchCuda, nint Bindings, string Folder, string CudaProblem, Lazy<string> Mark);
}
