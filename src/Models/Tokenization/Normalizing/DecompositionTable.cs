using System.Globalization;

namespace Tapir.Models.Tokenization.Normalizing;

/// <summary>What characters decompose into, which pairs compose, and combining classes: <c>decompositions.txt</c>.</summary>
/// <remarks>Of our own because the program runs with the invariant culture, where <see cref="string.Normalize()"/> returns its text as it is.</remarks>
internal sealed class DecompositionTable
{
    private readonly Dictionary<int, int[]> canonical = [];
    private readonly Dictionary<int, int[]> compatibility = [];
    private readonly Dictionary<(int, int), int> compositions = [];
    private readonly HashSet<int> seconds = [];
    private readonly Dictionary<int, byte> classes = [];

    private DecompositionTable()
    {
        using Stream stream = typeof(DecompositionTable).Assembly.GetManifestResourceStream("Tapir.Models.decompositions.txt")
            ?? throw new InvalidOperationException("the program was built without its table of decompositions; build it again.");
        using StreamReader lines = new(stream);
        while (lines.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                Add(line.Split(' '));
            }
        }
    }

    public static DecompositionTable Shared { get; } = new();

    /// <summary>One step of decomposition; empty where there is none.</summary>
    public int[] Step(int character, bool isCompatible) =>
        canonical.TryGetValue(character, out int[]? parts) || (isCompatible && compatibility.TryGetValue(character, out parts)) ? parts : [];

    /// <summary>0 for a starter.</summary>
    public byte ClassOf(int character) => classes.GetValueOrDefault(character);

    /// <summary>The one character that two compose to, or -1.</summary>
    public int Compose(int first, int second) => compositions.TryGetValue((first, second), out int composed) ? composed : -1;

    /// <summary>Whether it may reorder or compose with what stands before it.</summary>
    public bool CombinesBackward(int character) =>
        classes.ContainsKey(character) || seconds.Contains(character) || character is (>= 0x1161 and <= 0x1175) or (>= 0x11A8 and <= 0x11C2);

    private void Add(string[] fields)
    {
        int[] numbers = [.. fields.Skip(1).Select(field => int.Parse(field, NumberStyles.HexNumber))];
        switch (fields[0])
        {
            case "c":
                canonical.Add(numbers[0], numbers[1..]);
                compositions.Add((numbers[1], numbers[2]), numbers[0]);
                seconds.Add(numbers[2]);
                break;
            case "x":
                canonical.Add(numbers[0], numbers[1..]);
                break;
            case "k":
                compatibility.Add(numbers[0], numbers[1..]);
                break;
            default:
                byte combining = byte.Parse(fields[3]);
                for (int character = numbers[0]; character <= numbers[1]; character++)
                {
                    classes.Add(character, combining);
                }

                break;
        }
    }
}
