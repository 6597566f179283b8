using System.Text;

namespace Tapir.Datasets.Import;

/// <summary>Counts bad rows by reason and keeps the first few for messages.</summary>
internal sealed class RejectedRows(string file)
{
    private const int KeptForMessages = 20;
    private const int RowCharacters = 2000;
    private const int BytesPerCharacter = 4;

    private const int ReasonsApart = 20;
    private const string OtherReasons = "other reasons";

    private readonly List<RejectedRow> first = [];
    private readonly SortedDictionary<string, int> reasons = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public IReadOnlyList<RejectedRow> First => first;

    public IReadOnlyDictionary<string, int> Reasons => reasons;

    public RejectedRow Add(int line, string reason, ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, RowCharacters * BytesPerCharacter)]).Trim();
        RejectedRow row = new(file, line, reason, text.Length > RowCharacters ? text[..RowCharacters] : text);
        Count++;
        string counted = reasons.ContainsKey(reason) || reasons.Count < ReasonsApart ? reason : OtherReasons;
        reasons[counted] = reasons.GetValueOrDefault(counted) + 1;
        if (first.Count < KeptForMessages)
        {
            first.Add(row);
        }

        return row;
    }
}
