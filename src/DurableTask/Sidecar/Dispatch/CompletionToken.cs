using System.Globalization;
using Grpc.Core;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Names one hand-out of a turn (its lease epoch), or one activity. The numbers come from the hub's counter, so a token of an earlier
/// life of the hub names nothing else in this one.</summary>
internal readonly record struct CompletionToken(WorkKind Kind, long Instance, long Number)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Kind == WorkKind.Turn ? 't' : 'a')}.{Instance:x}.{Number:x}");

    /// <exception cref="RpcException">InvalidArgument: the text is no token of ours.</exception>
    public static CompletionToken Parse(string text, WorkKind kind)
    {
        string[] parts = text.Split('.');
        if (parts.Length == 3
            && parts[0] == (kind == WorkKind.Turn ? "t" : "a")
            && long.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long instance)
            && long.TryParse(parts[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long number))
        {
            return new CompletionToken(kind, instance, number);
        }

        throw Refusals.Because(
            StatusCode.InvalidArgument,
            $"'{Refusals.Shorten(text)}' is not a completion token of this task hub for {(kind == WorkKind.Turn ? "an orchestration turn" : "an activity")}. Send back the token of the work item unchanged.");
    }
}
