namespace Tapir.Teachers.Ledger;

/// <summary>One transaction of the writer: several writes that are committed together.</summary>
/// <remarks>An intent that does not fit into the budget while calls of its run are in flight waits: what those reserved and do not use comes back. It is
/// refused when nothing is in flight any more that could make room.</remarks>
internal sealed class LedgerBatch(LedgerStatements statements, Dictionary<CallAccount, long> scopes, Dictionary<string, int> inFlight, long now)
{
    private readonly Dictionary<string, RunAccount> runs = [];
    private readonly Dictionary<CallAccount, TotalsChange> changes = [];
    private readonly Dictionary<string, int> newlyInFlight = [];
    private readonly List<IntentWrite> waiting = [];
    private readonly List<(IntentWrite Intent, Exception Error)> refused = [];
    private readonly List<LedgerWrite> done = [];

    public bool HasIntent { get; private set; }

    public bool HasResponse { get; private set; }

    /// <summary>Intents for which there is no room yet.</summary>
    public IReadOnlyList<IntentWrite> Waiting => waiting;

    /// <summary>Change in calls in flight by run, to be applied when the transaction is committed.</summary>
    public IReadOnlyDictionary<string, int> NewlyInFlight => newlyInFlight;

    public void Apply(LedgerWrite write)
    {
        switch (write)
        {
            case IntentWrite intent:
                waiting.Add(intent);
                return;
            case ResponseWrite response:
                Apply(response);
                break;
            case EndWrite end:
                Apply(end);
                break;
            case HitWrite hit:
                Change(hit.Account, TotalsChange.Hit);
                break;
            case BudgetWrite budget:
                statements.SetBudget(budget.Run, budget.Limits);
                RunOf(budget.Run).Limits = budget.Limits;
                break;
        }

        done.Add(write);
    }

    /// <summary>Admits, refuses or keeps waiting every intent, oldest first; after all other writes, because those may make room.</summary>
    public void Admit(IReadOnlyList<IntentWrite> olderWaiting)
    {
        IntentWrite[] all = [.. olderWaiting, .. waiting];
        waiting.Clear();
        foreach (IntentWrite intent in all)
        {
            Admit(intent);
        }

        // Admitting one may have refused none: those that wait for nobody are refused now.
        foreach (IntentWrite intent in waiting.Where(i => InFlightOf(i.Account.Run) == 0).ToArray())
        {
            waiting.Remove(intent);
            refused.Add((intent, RunOf(intent.Account.Run).Refuse(intent.Reservation)));
        }
    }

    public void WriteTotals()
    {
        foreach ((CallAccount account, TotalsChange change) in changes)
        {
            statements.AddTotals(ScopeOf(account), change);
        }
    }

    /// <summary>Keeps the promises; after the commit.</summary>
    public void Complete()
    {
        done.ForEach(write => write.Complete());
        refused.ForEach(pair => pair.Intent.Fail(pair.Error));
    }

    private void Admit(IntentWrite intent)
    {
        if (intent.Cancellation.IsCancellationRequested)
        {
            refused.Add((intent, new OperationCanceledException(intent.Cancellation)));
            return;
        }

        if (statements.Responses.Find(intent.Key) is { } recorded)
        {
            Change(intent.Account, TotalsChange.Hit);
            intent.Decide(new AlreadyAnswered(recorded));
            done.Add(intent);
            return;
        }

        if (!RunOf(intent.Account.Run).Allows(intent.Reservation))
        {
            waiting.Add(intent);
            return;
        }

        HasIntent = true;
        Change(intent.Account, TotalsChange.OfIntent(intent.Reservation));
        newlyInFlight[intent.Account.Run] = newlyInFlight.GetValueOrDefault(intent.Account.Run) + 1;
        intent.Decide(new Admitted(statements.InsertIntent(intent.Key, ScopeOf(intent.Account), intent.Reservation, now)));
        done.Add(intent);
    }

    private void Apply(ResponseWrite write)
    {
        if (statements.IsBooked(write.Intent))
        {
            // Sent again by one who never heard that it was booked.
            write.Decide(statements.Responses.Find(write.Key)!);
            return;
        }

        HasResponse = true;
        bool first = statements.InsertResponse(write, now);
        if (!first)
        {
            // Nothing else of this answer stays, so that it would be booked again when it is sent again.
            statements.SetOutdone(write.Intent, now);
        }

        Change(write.Account, TotalsChange.OfResponse(write));
        if (!write.HasLanded)
        {
            Land(write.Account.Run);
        }

        write.Decide(first ? write.Response : statements.Responses.Find(write.Key)!);
    }

    private void Apply(EndWrite write)
    {
        if (statements.InsertEnd(write.Intent, write.End, now) && write.End == UnansweredEnd.NotCharged)
        {
            Change(write.Account, TotalsChange.OfUncharged(write.Reservation));
        }

        Land(write.Account.Run);
    }

    private void Land(string run) => newlyInFlight[run] = newlyInFlight.GetValueOrDefault(run) - 1;

    private int InFlightOf(string run) => inFlight.GetValueOrDefault(run) + newlyInFlight.GetValueOrDefault(run);

    private void Change(CallAccount account, TotalsChange change)
    {
        changes[account] = changes.GetValueOrDefault(account).Add(change);
        if (change.Hits == 0)
        {
            RunOf(account.Run).Add(change);
        }
    }

    private RunAccount RunOf(string run)
    {
        if (!runs.TryGetValue(run, out RunAccount? account))
        {
            account = new RunAccount(run, statements.BudgetOf(run), statements.SpentBy(run));
            runs.Add(run, account);
        }

        return account;
    }

    private long ScopeOf(CallAccount account)
    {
        if (!scopes.TryGetValue(account, out long id))
        {
            id = statements.ScopeOf(account);
            scopes.Add(account, id);
        }

        return id;
    }
}
