namespace Tapir.Models.Gguf;

/// <summary>Reads the key-value part of a GGUF file.</summary>
internal static class GgufMetadataReader
{
    private const int LongestKey = ushort.MaxValue;
    private const int MostElements = 1 << 24;

    /// <exception cref="InvalidDataException">A value of an unknown type, a list of lists, a key twice, or a length that the file does not have.</exception>
    public static GgufMetadata Read(GgufCursor cursor, int count, string source)
    {
        Dictionary<string, object> values = [];
        for (int i = 0; i < count; i++)
        {
            string key = cursor.Text("a key", LongestKey);
            object value = Value(cursor, key, cursor.Read<GgufValueKind>());
            if (!values.TryAdd(key, value))
            {
                throw cursor.Error($"the metadata has {key} twice");
            }
        }

        return new GgufMetadata(source, values);
    }

    private static object Value(GgufCursor cursor, string key, GgufValueKind kind) => kind switch
    {
        GgufValueKind.Text => cursor.Text(key),
        GgufValueKind.Bool => cursor.Read<byte>() != 0,
        GgufValueKind.Float32 or GgufValueKind.Float64 => Number(cursor, kind),
        GgufValueKind.Array => List(cursor, key),
        _ => Whole(cursor, key, kind),
    };

    private static object List(GgufCursor cursor, string key)
    {
        GgufValueKind kind = cursor.Read<GgufValueKind>();
        switch (kind)
        {
            case GgufValueKind.Text:
                return Elements(cursor, key, sizeof(ulong), () => cursor.Text($"an element of {key}"));
            case GgufValueKind.Bool:
                return Elements(cursor, key, sizeof(byte), () => cursor.Read<byte>() != 0);
            case GgufValueKind.Float32 or GgufValueKind.Float64:
                return Elements(cursor, key, kind == GgufValueKind.Float32 ? sizeof(float) : sizeof(double), () => Number(cursor, kind));
            case GgufValueKind.Array:
                throw cursor.Error($"{key} is a list of lists");
            default:
                return Elements(cursor, key, sizeof(byte), () => Whole(cursor, key, kind));
        }
    }

    private static T[] Elements<T>(GgufCursor cursor, string key, int leastBytes, Func<T> read)
    {
        int count = cursor.Count($"elements in {key}", leastBytes, MostElements);

        // Grows as elements are seen to be there.
        List<T> elements = [];
        for (int i = 0; i < count; i++)
        {
            elements.Add(read());
        }

        return [.. elements];
    }

    private static double Number(GgufCursor cursor, GgufValueKind kind) => kind == GgufValueKind.Float32 ? cursor.Read<float>() : cursor.Read<double>();

    private static long Whole(GgufCursor cursor, string key, GgufValueKind kind) => kind switch
    {
        GgufValueKind.UInt8 => cursor.Read<byte>(),
        GgufValueKind.Int8 => cursor.Read<sbyte>(),
        GgufValueKind.UInt16 => cursor.Read<ushort>(),
        GgufValueKind.Int16 => cursor.Read<short>(),
        GgufValueKind.UInt32 => cursor.Read<uint>(),
        GgufValueKind.Int32 => cursor.Read<int>(),
        GgufValueKind.UInt64 => unchecked((long)cursor.Read<ulong>()),
        GgufValueKind.Int64 => cursor.Read<long>(),
        _ => throw cursor.Error($"{key} is of the unknown type {(uint)kind}"),
    };
}
