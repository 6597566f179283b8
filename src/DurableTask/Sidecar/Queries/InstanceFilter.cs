using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>The instances behind a cursor that a query means, as the WHERE clause of a SELECT and the values of its parameters.</summary>
/// <param name="after">The instance's key after which the query goes on; 0 is before all.</param>
internal sealed class InstanceFilter(long after)
{
    private readonly StringBuilder where = new("key > $1");
    private readonly List<object?> values = [after];

    public string Where => where.ToString();

    public object?[] Values => [.. values];

    /// <summary>The key that a continuation token of this hub stands for.</summary>
    /// <exception cref="RpcException">InvalidArgument: the text is no token of ours.</exception>
    public static long Cursor(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        return long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long key)
            ? key
            : throw Refusals.Because(StatusCode.InvalidArgument, $"'{Refusals.Shorten(token)}' is not a continuation token of this task hub. Send back the last answer's token unchanged.");
    }

    /// <summary>Only instances in one of these states; none given means all.</summary>
    public InstanceFilter In(IReadOnlyCollection<OrchestrationStatus> statuses)
    {
        if (statuses.Count > 0)
        {
            where.Append(" AND status IN (").AppendJoin(", ", statuses.Select(status => (int)status)).Append(')');
        }

        return this;
    }

    /// <summary>Only instances whose time in <paramref name="column"/> is neither before <paramref name="from"/> nor at or after <paramref name="to"/>.</summary>
    public InstanceFilter Between(string column, Timestamp? from, Timestamp? to)
    {
        Add(column + " >= ", from?.ToDateTimeOffset().UtcTicks);
        Add(column + " < ", to?.ToDateTimeOffset().UtcTicks);
        return this;
    }

    /// <summary>Only instances whose id begins so.</summary>
    public InstanceFilter WithPrefix(string? prefix)
    {
        if (!string.IsNullOrEmpty(prefix))
        {
            Add($"substr(id, 1, {prefix.EnumerateRunes().Count()}) = ", prefix);
        }

        return this;
    }

    private void Add(string comparison, object? value)
    {
        if (value is not null)
        {
            values.Add(value);
            where.Append(" AND ").Append(comparison).Append('$').Append(values.Count);
        }
    }
}
