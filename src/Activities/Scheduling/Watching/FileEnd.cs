using System.Text.Json;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>Tells by the end of a file whether its writer was cut off, or pauses, in the middle of a row. A bad row anywhere else is the import's affair.</summary>
internal static class FileEnd
{
    // As long as the import takes a row to be.
    private const int LongestRow = 16 * 1024 * 1024;

    public static bool IsTorn(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (First(file) == '[')
        {
            return Last(file, out _) != ']';
        }

        return Last(file, out bool isLineOver) >= 0 && !isLineOver && IsTorn(LastLine(file));
    }

    private static bool IsTorn(byte[] line)
    {
        ReadOnlySpan<byte> row = line.AsSpan().Trim(" \t\r"u8);
        if (row.IsEmpty || row[0] != '{')
        {
            return false;
        }

        try
        {
            using JsonDocument whole = JsonDocument.Parse(line);
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static int First(FileStream file)
    {
        file.Position = 0;
        // A byte order mark.
        if (file.ReadByte() != 0xEF || file.ReadByte() != 0xBB || file.ReadByte() != 0xBF)
        {
            file.Position = 0;
        }

        int first = file.ReadByte();
        while (IsBlank(first))
        {
            first = file.ReadByte();
        }

        return first;
    }

    private static int Last(FileStream file, out bool isLineOver)
    {
        isLineOver = false;
        for (long at = file.Length - 1; at >= 0; at--)
        {
            file.Position = at;
            int last = file.ReadByte();
            isLineOver |= last == '\n';
            if (!IsBlank(last))
            {
                return last;
            }
        }

        return -1;
    }

    private static byte[] LastLine(FileStream file)
    {
        byte[] end = new byte[Math.Min(file.Length, LongestRow)];
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        int start = end.AsSpan().LastIndexOf((byte)'\n') + 1;
        // Longer than any row may be: the import sets it aside.
        return start == 0 && end.Length < file.Length ? [] : end[start..];
    }

    private static bool IsBlank(int unit) => unit is ' ' or '\t' or '\r' or '\n';
}
