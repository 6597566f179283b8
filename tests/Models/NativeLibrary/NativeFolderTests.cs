using Tapir.Models.NativeLibrary;

namespace Tapir.Models.Tests.NativeLibrary;

/// <summary>Which libtorch is loaded, by folders with empty files of its names.</summary>
[TestClass]
public sealed class NativeFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("tapir-native-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [TestMethod]
    public void Find_NothingNamed_IsTheCopyBesideTheProgram()
    {
        string native = Folder("program/native", LibraryNames.TorchCpu, LibraryNames.Bindings);

        Assert.AreEqual(new NativeFolders(native, native, IsOwn: false), Naming(null).Find(Path.Combine(root, "program")));
    }

    [TestMethod]
    public void Find_NothingNamed_IsTheCheckoutThatTheProgramRunsFrom()
    {
        string native = Folder($"build/native/{LibraryNames.Rid}", LibraryNames.TorchCpu, LibraryNames.Bindings);

        Assert.AreEqual(new NativeFolders(native, native, IsOwn: false), Naming(null).Find(Folder("src/Host/bin")));
    }

    [TestMethod]
    public void Find_BuiltForCuda_IsThatCopyOfTheCheckoutAndSaysSo()
    {
        Folder($"build/native/{LibraryNames.Rid}", LibraryNames.TorchCpu, LibraryNames.Bindings);
        string native = Folder($"build/native/{LibraryNames.Rid}-cuda", LibraryNames.TorchCpu, LibraryNames.Bindings);

        NativeFolders found = new NativeFolder(_ => null, note => note == "TorchBackend" ? "cuda" : null).Find(Folder("src/Host/bin"));

        Assert.AreEqual(new NativeFolders(native, native, IsOwn: false, "cuda"), found);
        Assert.AreEqual(" (cuda)", found.Mark());
        Assert.AreEqual("", new NativeFolders(native, native, IsOwn: false).Mark());
    }

    [TestMethod]
    [DataRow("installed")]
    [DataRow("installed/lib")]
    public void Find_InstalledOneNamed_TakesItAndTheBindingsFromBesideTheProgram(string named)
    {
        string native = Folder("program/native", LibraryNames.TorchCpu, LibraryNames.Bindings);
        string installed = Folder("installed/lib", LibraryNames.TorchCpu);
        File.WriteAllText(Path.Combine(root, "installed/build-version"), "2.10.1+cu128\n");

        Assert.AreEqual(new NativeFolders(installed, native, IsOwn: true), Naming(Path.Combine(root, named)).Find(Path.Combine(root, "program")));
    }

    [TestMethod]
    public void Find_BuiltWithAnInstalledOne_TakesItOrTheCopyThatItWasPublishedWith()
    {
        string installed = Folder("installed", LibraryNames.TorchCpu), native = Folder("program/native", LibraryNames.Bindings);
        NativeFolder built = new(_ => null, note => note == "TapirLibTorch" ? installed : null);

        Assert.AreEqual(new NativeFolders(installed, native, IsOwn: true), built.Find(Path.Combine(root, "program")));

        Folder("program/native", LibraryNames.TorchCpu);
        Assert.AreEqual(new NativeFolders(native, native, IsOwn: true), built.Find(Path.Combine(root, "program")));
    }

    [TestMethod]
    public void Find_NamedFolderHasNone_SaysWhereItLooked()
    {
        Folder("program/native", LibraryNames.TorchCpu, LibraryNames.Bindings);

        TorchUnavailableException error = Assert.ThrowsExactly<TorchUnavailableException>(() => Naming(Folder("empty")).Find(Path.Combine(root, "program")));

        StringAssert.Contains(error.Message, "TapirLibTorch names");
        StringAssert.Contains(error.Message, Path.Combine(root, "empty", "lib"));
    }

    [TestMethod]
    public void Find_NamedOneIsOfAnotherVersion_IsRefused()
    {
        Folder("program/native", LibraryNames.TorchCpu, LibraryNames.Bindings);
        string installed = Folder("installed", LibraryNames.TorchCpu);
        File.WriteAllText(Path.Combine(installed, "build-version"), "2.1.0+cpu\n");

        TorchUnavailableException error = Assert.ThrowsExactly<TorchUnavailableException>(() => Naming(installed).Find(Path.Combine(root, "program")));

        StringAssert.Contains(error.Message, "libtorch 2.1.0+cpu; TorchSharp's bindings are for 2.10.x");
    }

    [TestMethod]
    public void Find_NothingAnywhere_SaysWhatToDo() =>
        StringAssert.Contains(Assert.ThrowsExactly<TorchUnavailableException>(() => Naming(null).Find(Folder("program"))).Message, "dotnet build");

    [TestMethod]
    public void Mark_OtherContent_IsAnother()
    {
        string one = Folder("one", LibraryNames.TorchCpu), other = Folder("other", LibraryNames.TorchCpu);
        File.WriteAllText(Path.Combine(other, LibraryNames.TorchCpu), "another build");

        Assert.AreEqual("", new NativeFolders(one, one, IsOwn: false).Mark());
        Assert.AreNotEqual(new NativeFolders(one, one, IsOwn: true).Mark(), new NativeFolders(other, one, IsOwn: true).Mark());
    }

    private static NativeFolder Naming(string? installed) => new(variable => variable == "TapirLibTorch" ? installed : null, note => note == "LibTorchVersion" ? "2.10.0" : null);

    private string Folder(string name, params string[] files)
    {
        string path = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        foreach (string file in files)
        {
            File.WriteAllText(Path.Combine(path, file), "");
        }

        return path;
    }
}
