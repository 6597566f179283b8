namespace Tapir.Functions;

/// <summary>Those who wait for the ends of others' claims. Thread-safe.</summary>
/// <remarks>An end in this process wakes them itself. Another process of this machine touches its file in the folder of claims after the commit, and the file system tells: processes
/// that share a state folder have no channel to each other but that folder, and need none. What nobody can tell of is a process that was killed (before its commit, or between
/// commit and touch), a lease that runs out, and any end at all on a file system without notices; for these alone, and only while somebody waits, each claim that is
/// waited for is looked at every <see cref="LifeSign"/>, which costs one read and one attempt to open its holder's file.</remarks>
/// <param name="folder">Where holders touch their files.</param>
/// <param name="stands">Whether the claim on a key stands.</param>
internal sealed class ClaimWaits(string folder, Func<string, bool> stands, TimeProvider time) : IDisposable
{
    /// <value>After how long at most it is noticed that a holder is dead.</value>
    public static readonly TimeSpan LifeSign = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Waited> waited = new(StringComparer.Ordinal);
    private ClaimSigns? signs;

    /// <summary>Ends when the claim on a key may have ended, at once where none stands.</summary>
    /// <exception cref="ResultIndexException">The claims cannot be read.</exception>
    public async Task WaitAsync(string key, CancellationToken cancellation)
    {
        Waited wait = Join(key);
        try
        {
            // It may have ended after it was asked for, and before anybody here waited to be told.
            if (stands(key))
            {
                await wait.Ended.Task.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            Leave(key, wait)?.Dispose();
        }
    }

    /// <summary>Wakes those who wait for a key.</summary>
    public void Ended(string key)
    {
        lock (gate)
        {
            if (waited.Remove(key, out Waited? wait))
            {
                wait.Ended.SetResult();
            }
        }
    }

    /// <summary>Wakes everybody: who asks again hears that the index is closed.</summary>
    public void Dispose()
    {
        foreach (string key in Keys())
        {
            Ended(key);
        }
    }

    private Waited Join(string key)
    {
        lock (gate)
        {
            if (!waited.TryGetValue(key, out Waited? wait))
            {
                wait = new Waited();
                waited[key] = wait;
            }

            wait.Callers++;
            signs ??= new ClaimSigns(folder, Look, LifeSign, time);
            return wait;
        }
    }

    /// <returns>What need not be watched any more; null while somebody waits.</returns>
    private ClaimSigns? Leave(string key, Waited wait)
    {
        lock (gate)
        {
            if (--wait.Callers == 0 && waited.GetValueOrDefault(key) == wait)
            {
                waited.Remove(key);
            }

            if (waited.Count > 0)
            {
                return null;
            }

            ClaimSigns? idle = signs;
            signs = null;
            return idle;
        }
    }

    private void Look()
    {
        foreach (string key in Keys().Where(MayHaveEnded))
        {
            Ended(key);
        }
    }

    private bool MayHaveEnded(string key)
    {
        try
        {
            return !stands(key);
        }
        catch (Exception)
        {
            // What cannot be read is heard by those who wait, when they ask again; here nobody would hear it.
            return true;
        }
    }

    private string[] Keys()
    {
        lock (gate)
        {
            return [.. waited.Keys];
        }
    }

    private sealed class Waited
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Callers { get; set; }
    }
}
