using System.Runtime.CompilerServices;
using System.Text.Json;
using Tapir.Datasets.Formats;
using Tapir.Datasets.Rows;

namespace Tapir.Datasets.Import;

/// <summary>One reading of a dataset file. The counts grow while the rows are read and are final when the last one is.</summary>
public sealed class DatasetImport
{
    private readonly string path;
    private readonly string name;
    private readonly ImportOptions options;
    private readonly RejectedRows rejected;
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private IRowFormat? format;
    private int formatLine;
    private int rows;

    internal DatasetImport(string path, ImportOptions options)
    {
        this.path = path;
        this.options = options;
        name = options.Name ?? path;
        rejected = new RejectedRows(name);
    }

    /// <summary>The form of the rows; null until the first row that has one.</summary>
    public DatasetFormat? Format => format?.Format;

    /// <summary>Rows read as examples so far (each instance of a Self-Instruct row is one).</summary>
    public int AcceptedCount { get; private set; }

    /// <summary>Rows set aside so far.</summary>
    public int RejectedCount => rejected.Count;

    /// <summary>The first of those, at most 20.</summary>
    public IReadOnlyList<RejectedRow> FirstRejected => rejected.First;

    /// <summary>Number of those by reason; past twenty different reasons the rest are counted as one.</summary>
    public IReadOnlyDictionary<string, int> RejectedReasons => rejected.Reasons;

    /// <summary>Reads the file, once. Bad rows are set aside and passed over.</summary>
    /// <exception cref="DatasetException">The file cannot be read, is empty or binary, mixes forms, or has no good row.</exception>
    /// <exception cref="InvalidOperationException">It was read before.</exception>
    public async IAsyncEnumerable<ImportedRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (rows > 0)
        {
            throw new InvalidOperationException("A dataset import is read once; open another.");
        }

        await using RejectedFile setAside = new(options.RejectedPath);
        await using FileStream stream = DatasetFile.Open(path);
        IRowSplitter splitter = await DatasetFile.SplitterForAsync(stream, name, options.MaximumRowBytes, cancellation).ConfigureAwait(false);
        setAside.Begin();
        await foreach (RawRow raw in RowReader.ReadAsync(stream, splitter, cancellation).ConfigureAwait(false))
        {
            rows++;
            foreach (RowReading reading in Parse(raw))
            {
                if (reading is RowReading.Good good)
                {
                    AcceptedCount++;
                    yield return Row(raw.Line, good.Content);
                }
                else if (reading is RowReading.Bad bad)
                {
                    await setAside.WriteAsync(rejected.Add(raw.Line, bad.Reason, raw.Bytes.Span)).ConfigureAwait(false);
                }
            }
        }

        if (AcceptedCount == 0)
        {
            throw NothingGood();
        }
    }

    private List<RowReading> Parse(RawRow raw)
    {
        if (raw.IsTooLong)
        {
            return [new RowReading.Bad($"longer than {options.MaximumRowBytes} bytes")];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(raw.Bytes);
            IRowFormat? format = RowFormats.Recognize(document.RootElement);
            if (format is null)
            {
                return [new RowReading.Bad($"not of a known form; known are {RowFormats.Known}")];
            }

            RequireOneFormat(format, raw.Line);
            return [.. format.Read(document.RootElement)];
        }
        catch (JsonException broken)
        {
            return [new RowReading.Bad($"not JSON: {Shortened(broken.Message)}")];
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or an escape that is half of a character, show only when the text is taken out of the document.
            return [new RowReading.Bad("its text is not valid Unicode")];
        }
    }

    private void RequireOneFormat(IRowFormat format, int line)
    {
        if (options.Format is { } wanted && format.Format != wanted)
        {
            throw new DatasetException($"{name}, line {line}: the row has the form {format.Format}, but the file was said to have the form {wanted}; correct the format or leave it out.");
        }

        if (this.format is null)
        {
            this.format = format;
            formatLine = line;
        }
        else if (this.format != format)
        {
            throw new DatasetException(
                $"{name} mixes formats: line {formatLine} has the form {this.format.Format}, line {line} the form {format.Format}; give each form its own file.");
        }
    }

    private ImportedRow Row(int line, RowContent content)
    {
        string id = content.Id ?? $"seed-{rows}";
        if (!ids.Add(id))
        {
            id = $"{id}@{rows}";
            for (int again = 2; !ids.Add(id); again++)
            {
                id = $"{content.Id}@{rows}.{again}";
            }
        }

        return new ImportedRow(line, id, content.Instruction, content.Response, content.Task, content.Family, content.Level);
    }

    private DatasetException NothingGood()
    {
        if (RejectedCount == 0)
        {
            return new DatasetException($"{name} holds no rows; give it at least one instruction with its answer.");
        }

        RejectedRow first = FirstRejected[0];
        return new DatasetException($"{name}: none of its {RejectedCount} rows can be used; the first bad one is at line {first.Line}: {first.Reason}.");
    }

    // The parser's own position counts from the row, which would mislead beside the line of the file.
    private static string Shortened(string message)
    {
        int position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (position < 0 ? message : message[..position]).TrimEnd('.');
    }
}
