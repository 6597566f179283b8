using System.Text;

namespace Tapir.Datasets.Import;

/// <summary>Counts bad rows and keeps the first few for messages.</summary>
internal sealed class RejectedRows(string file)
{
    private const int KeptForMessages = 20;
    private const int RowCharacters = 2000;
    private const int BytesPerCharacter = 4;

    private readonly List<RejectedRow> _first = [];

    public int Count { get; private set; }

    public IReadOnlyList<RejectedRow> First => _first;

    public RejectedRow Add(int line, string reason, ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, RowCharacters * BytesPerCharacter)]).Trim();
        RejectedRow row = new(file, line, reason, text.Length > RowCharacters ? text[..RowCharacters] : text);
        Count++;
        if (_first.Count < KeptForMessages)
        {
            _first.Add(row);
        }

        return row;
    }
}
