using System.Globalization;
using Grpc.Core;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Names one hand-out of a turn (its lease epoch) or of an activity. The numbers come from the hub's counter, so a token of an earlier
/// life of the hub names nothing else in this one.</summary>
/// <param name="Item">The instance's key for a turn, the activity's sequence for an activity.</param>
/// <param name="HandOut">The hand-out's own number.</param>
/// <remarks>As text an activity's sequence stands last, where it stood in hubs of every version: what a worker brings that outlived an update still counts.</remarks>
internal readonly record struct CompletionToken(WorkKind Kind, long Item, long HandOut)
{
    public override string ToString() => Kind == WorkKind.Turn
        ? string.Create(CultureInfo.InvariantCulture, $"t.{Item:x}.{HandOut:x}")
        : string.Create(CultureInfo.InvariantCulture, $"a.{HandOut:x}.{Item:x}");

    /// <exception cref="RpcException">InvalidArgument: the text is no token of ours.</exception>
    public static CompletionToken Parse(string text, WorkKind kind)
    {
        string[] parts = text.Split('.');
        if (parts.Length == 3
            && parts[0] == (kind == WorkKind.Turn ? "t" : "a")
            && long.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long second)
            && long.TryParse(parts[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long last))
        {
            return kind == WorkKind.Turn ? new CompletionToken(kind, second, last) : new CompletionToken(kind, last, second);
        }

        throw Refusals.Because(
            StatusCode.InvalidArgument,
            $"'{Refusals.Shorten(text)}' is not a completion token of this task hub for {(kind == WorkKind.Turn ? "an orchestration turn" : "an activity")}. Send back the token of the work item unchanged.");
    }
}
