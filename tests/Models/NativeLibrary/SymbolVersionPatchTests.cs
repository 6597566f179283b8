using System.Buffers.Binary;
using System.Text;
using Tapir.Models.NativeLibrary;

namespace Tapir.Models.Tests.NativeLibrary;

[TestClass]
public sealed class SymbolVersionPatchTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [TestMethod]
    public void MakeWeak_UnusedVersion_ChangesOneFlag()
    {
        byte[] original = TinyElf.Build(Version, isUsed: false), library = [.. original];

        SymbolVersionPatch.MakeWeak(library, Version);

        Assert.IsTrue(SymbolVersionPatch.IsWeak(library, Version));
        Assert.AreEqual(1, library.Zip(original).Count(pair => pair.First != pair.Second));
    }

    [TestMethod]
    public void MakeWeak_Twice_ChangesNothingMore()
    {
        byte[] once = TinyElf.Build(Version, isUsed: false);
        SymbolVersionPatch.MakeWeak(once, Version);
        byte[] twice = [.. once];

        SymbolVersionPatch.MakeWeak(twice, Version);

        CollectionAssert.AreEqual(once, twice);
    }

    [TestMethod]
    public void MakeWeak_VersionWithARelocation_IsRefusedByName()
    {
        byte[] library = TinyElf.Build(Version, isUsed: true);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => SymbolVersionPatch.MakeWeak(library, Version));

        StringAssert.Contains(error.Message, "binds new_symbol to " + Version);
        Assert.IsFalse(SymbolVersionPatch.IsWeak(library, Version));
    }

    [TestMethod]
    public void MakeWeak_NoSuchVersion_IsRefused()
    {
        Assert.ThrowsExactly<InvalidDataException>(() => SymbolVersionPatch.MakeWeak(TinyElf.Build("GLIBCXX_3.4.9", isUsed: false), Version));
    }

    [TestMethod]
    public void MakeWeak_NotElf_IsRefused()
    {
        Assert.ThrowsExactly<InvalidDataException>(() => SymbolVersionPatch.MakeWeak(Encoding.ASCII.GetBytes(new string('x', 100)), Version));
    }

    [TestMethod]
    public void CompatibleCopy_MadeByManyAtOnce_IsOneWholeFileAndLeavesTheOriginal()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"tapir-native-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            string original = Path.Combine(folder, LibraryNames.Bindings);
            byte[] library = TinyElf.Build(Version, isUsed: false);
            File.WriteAllBytes(original, library);

            string[] copies = [.. Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => BindingsLibrary.CompatibleCopy(original, folder))];

            Assert.HasCount(1, copies.Distinct());
            Assert.IsTrue(SymbolVersionPatch.IsWeak(File.ReadAllBytes(copies[0]), Version));
            CollectionAssert.AreEqual(library, File.ReadAllBytes(original));
            Assert.HasCount(1, Directory.GetFiles(Path.GetDirectoryName(copies[0])!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The smallest ELF with one needed version and one relocation.</summary>
    private static class TinyElf
    {
        public static byte[] Build(string version, bool isUsed)
        {
            byte[] strings = Encoding.ASCII.GetBytes($"\0new_symbol\0{version}\0libstdc++.so.6\0");
            byte[] symbols = new byte[48], versions = new byte[4], needs = new byte[32], relocations = new byte[24];
            BinaryPrimitives.WriteInt32LittleEndian(symbols.AsSpan(24), 1);
            BinaryPrimitives.WriteUInt16LittleEndian(versions.AsSpan(2), (ushort)(isUsed ? 5 : 1));
            BinaryPrimitives.WriteUInt16LittleEndian(needs, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(needs.AsSpan(2), 1);
            BinaryPrimitives.WriteInt32LittleEndian(needs.AsSpan(8), 16);
            BinaryPrimitives.WriteUInt16LittleEndian(needs.AsSpan(16 + 6), 5);
            BinaryPrimitives.WriteInt32LittleEndian(needs.AsSpan(16 + 8), 12);
            BinaryPrimitives.WriteInt32LittleEndian(relocations.AsSpan(12), 1);
            (uint Type, byte[] Data, int Link, int Info)[] sections =
                [(3, strings, 0, 0), (11, symbols, 0, 0), (0x6fffffff, versions, 1, 0), (0x6ffffffe, needs, 0, 1), (4, relocations, 1, 0)];
            List<byte> file = [.. new byte[64]];
            List<byte> table = [];
            foreach ((uint type, byte[] data, int link, int info) in sections)
            {
                byte[] header = new byte[64];
                BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), type);
                BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), file.Count);
                BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), data.Length);
                BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), link);
                BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(44), info);
                table.AddRange(header);
                file.AddRange(data);
            }

            byte[] whole = [.. file, .. table];
            ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]).CopyTo(whole);
            BinaryPrimitives.WriteInt64LittleEndian(whole.AsSpan(40), file.Count);
            BinaryPrimitives.WriteUInt16LittleEndian(whole.AsSpan(58), 64);
            BinaryPrimitives.WriteUInt16LittleEndian(whole.AsSpan(60), (ushort)sections.Length);
            return whole;
        }
    }

    [TestMethod]
    public void CompatibleCopy_SomethingElseLiesThere_IsNotLoaded()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-native-");
        try
        {
            string original = Path.Combine(folder.FullName, LibraryNames.Bindings);
            File.WriteAllBytes(original, TinyElf.Build(Version, isUsed: false));
            string copy = BindingsLibrary.CompatibleCopy(original, folder.FullName);
            File.WriteAllText(copy, "planted");

            Assert.AreEqual(copy, BindingsLibrary.CompatibleCopy(original, folder.FullName));

            Assert.IsTrue(SymbolVersionPatch.IsWeak(File.ReadAllBytes(copy), Version));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
