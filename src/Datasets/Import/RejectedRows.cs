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

    private readonly List<RejectedRow> _first = [];
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public IReadOnlyList<RejectedRow> First => _first;

    public IReadOnlyDictionary<string, int> Reasons => _reasons;

    public RejectedRow Add(int line, string reason, ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, RowCharacters * BytesPerCharacter)]).Trim();
        RejectedRow row = new(file, line, reason, text.Length > RowCharacters ? text[..RowCharacters] : text);
        Count++;
        string counted = _reasons.ContainsKey(reason) || _reasons.Count < ReasonsApart ? reason : OtherReasons;
        _reasons[counted] = _reasons.GetValueOrDefault(counted) + 1;
        if (_first.Count < KeptForMessages)
        {
            _first.Add(row);
        }

        return row;
    }
}
