namespace Tapir.Models.Checkpoints.Hub;

/// <summary>Tries again what fails for now: after as long as the hub asks for, else after 1, 2, 4, ... seconds.</summary>
internal sealed class HubPatience(HubOptions options, TimeProvider time)
{
    /// <param name="attempt">What is tried.</param>
    /// <param name="won">How many bytes there are: while they become more, failures do not count.</param>
    /// <exception cref="IOException">It failed too often in a row, or shall wait too long; the message says why it failed last.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Func<long> won, CancellationToken cancellation)
    {
        for (int failures = 0; ; failures++)
        {
            long before = won();
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (HubBusyException busy)
            {
                failures = won() > before ? 0 : failures;
                TimeSpan wait = busy.RetryAfter > TimeSpan.Zero ? busy.RetryAfter : TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 5)));
                if (failures + 1 >= options.Attempts || wait > options.LongestWait)
                {
                    throw new IOException($"The download stops after {failures + 1} attempts in a row: {busy.Message}{(wait > options.LongestWait ? $" and asks to wait {wait}" : "")}. Start again later; what has arrived is kept.", busy);
                }

                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }
        }
    }
}
