using System.Buffers.Binary;
using System.Text;

namespace Tapir.Models.NativeLibrary;

/// <summary>Marks one needed symbol version of an ELF library as weak, so that the loader no longer refuses a host without it.</summary>
/// <remarks>A needed version (<c>Vernaux</c> in <c>.gnu.version_r</c>) is checked at load time even if no symbol of it is used. With
/// VER_FLG_WEAK set the loader goes on. That is only right where nothing binds to it, so a relocation against a symbol of that
/// version is refused.</remarks>
internal static class SymbolVersionPatch
{
    private const int WeakFlag = 2;
    private const uint DynamicSymbols = 11, Relocations = 4, NeededVersions = 0x6ffffffe, SymbolVersions = 0x6fffffff;

    /// <summary>Changes two bytes of <paramref name="library"/> in place, or none if they are already changed.</summary>
    /// <exception cref="InvalidDataException">Not a 64-bit little-endian ELF library, no such version, or a relocation uses it.</exception>
    public static void MakeWeak(byte[] library, string version)
    {
        List<Section> sections = ReadSections(library);
        int entry = FindNeeded(library, sections, version);
        int index = UInt16(library, entry + 6);
        RefuseUsed(library, sections, index, version);
        int flags = UInt16(library, entry + 4);
        BinaryPrimitives.WriteUInt16LittleEndian(library.AsSpan(entry + 4), (ushort)(flags | WeakFlag));
    }

    /// <summary>Whether the version is already weak.</summary>
    public static bool IsWeak(byte[] library, string version) =>
        (UInt16(library, FindNeeded(library, ReadSections(library), version) + 4) & WeakFlag) != 0;

    private static List<Section> ReadSections(byte[] library)
    {
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (library.Length < 64 || !library.AsSpan(0, 6).SequenceEqual(magic))
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF library; it cannot be made to load on this host.");
        }

        int table = Offset(library, 40);
        int size = UInt16(library, 58);
        return [.. Enumerable.Range(0, UInt16(library, 60)).Select(i => table + (i * size)).Select(at => new Section(
            (uint)Int32(library, at + 4), Offset(library, at + 24), Offset(library, at + 32), Int32(library, at + 40), Int32(library, at + 44)))];
    }

    private static int FindNeeded(byte[] library, List<Section> sections, string version)
    {
        Section? needed = sections.Find(section => section.Type == NeededVersions);
        for (int file = 0, at = needed?.Start ?? 0; file < needed?.Info; file++, at += Int32(library, at + 12))
        {
            for (int i = 0, entry = at + Int32(library, at + 8); i < UInt16(library, at + 2); i++, entry += Int32(library, entry + 12))
            {
                if (Text(library, sections[needed.Link].Start + Int32(library, entry + 8)) == version)
                {
                    return entry;
                }
            }
        }

        throw new InvalidDataException($"The library does not ask for {version}; patching it would not help.");
    }

    private static void RefuseUsed(byte[] library, List<Section> sections, int index, string version)
    {
        Section versions = sections.Find(section => section.Type == SymbolVersions)
            ?? throw new InvalidDataException("The library has version needs but no .gnu.version section.");
        int symbols = sections.FindIndex(section => section.Type == DynamicSymbols);
        foreach (Section relocations in sections.Where(section => section.Type == Relocations && section.Link == symbols))
        {
            for (int at = relocations.Start; at < relocations.Start + relocations.Length; at += 24)
            {
                int symbol = Int32(library, at + 12);
                if (symbol != 0 && (UInt16(library, versions.Start + (2 * symbol)) & 0x7fff) == index)
                {
                    string name = Text(library, sections[sections[symbols].Link].Start + Int32(library, sections[symbols].Start + (24 * symbol)));
                    throw new InvalidDataException($"The library binds {name} to {version}, which this host's C++ library lacks. Use a newer host, or a libtorch built for this one.");
                }
            }
        }
    }

    private static string Text(byte[] library, int at) => Encoding.ASCII.GetString(library.AsSpan(at, library.AsSpan(at).IndexOf((byte)0)));

    private static int UInt16(byte[] library, int at) => BinaryPrimitives.ReadUInt16LittleEndian(library.AsSpan(at));

    private static int Int32(byte[] library, int at) => BinaryPrimitives.ReadInt32LittleEndian(library.AsSpan(at));

    private static int Offset(byte[] library, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(library.AsSpan(at)));

    private sealed record Section(uint Type, int Start, int Length, int Link, int Info);
}
