using System.Globalization;
using Tapir.Artifacts;

namespace Tapir.Host.Transfer;

/// <summary>What a copy did, for people.</summary>
internal static class TransferText
{
    private const int MostNamed = 10;

    public static string Of(TransferReport report)
    {
        string copied = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.CopiedCount:#,0} artifacts ({report.CopiedBytes / 1048576.0:#,0.0} MiB) copied, {report.PresentCount:#,0} were there.");
        IEnumerable<string> missing = report.Missing.Take(MostNamed).Select(artifact => $"missing, or damaged: {artifact}");
        string more = report.Missing.Count > MostNamed ? $"... and {report.Missing.Count - MostNamed} more" : "";
        return string.Join(Environment.NewLine, new[] { copied }.Concat(missing).Append(more).Where(line => line.Length > 0));
    }
}
