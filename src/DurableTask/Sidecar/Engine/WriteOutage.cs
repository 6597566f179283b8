using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>A time in which the hub's file cannot be written (its disk is full, another program has it locked): said when it begins, once a minute, and when it is over,
/// since workers and clients try again all the time. Used by the hub's thread alone.</summary>
internal sealed class WriteOutage(ILogger logger, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>It is over when nothing was refused for so long: a small write may fit where the next does not.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private long refused;
    private long last;
    private long said;

    /// <summary>A write failed.</summary>
    public void Refuse(string operation, RpcException refusal, Exception cause)
    {
        if (refusal.StatusCode == StatusCode.Internal)
        {
            logger.WriteFailed(operation, cause);
            return;
        }

        last = clock.GetTimestamp();
        if (refused++ == 0 || clock.GetElapsedTime(said) >= Pause)
        {
            said = last;
            logger.CannotWrite(operation, refusal.Status.Detail, refused);
        }
    }

    /// <summary>A write succeeded.</summary>
    public void End()
    {
        if (refused > 0 && clock.GetElapsedTime(last) >= Settled)
        {
            logger.WritesAgain(refused);
            refused = 0;
        }
    }
}
