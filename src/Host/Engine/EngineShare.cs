using Tapir.Functions;
using Tapir.Host.Runs;
using Tapir.Host.Sharing;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Engine;

/// <summary>What of an engine's rooms workers on other machines share.</summary>
internal static class EngineShare
{
    /// <param name="observer">Told of every call that they make.</param>
    public static SharedRooms Of(TapirEngine engine, ICallObserver observer) => new(
        engine.Artifacts,
        new Uploads(engine.State.Uploads, engine.Artifacts, engine.Clock),
        engine.Results,
        engine.Ledger,
        new CallsFromElsewhere(engine.Ledger, engine.Clock),
        new WatchedCalls(observer, engine.Clock),
        run => Describe(engine, run));

    private static SharedRun Describe(TapirEngine engine, string run)
    {
        RunRecord? record = engine.Runs.TryGet(run);
        return new SharedRun(run, record, TeacherAccessOfRuns.IsPublicOnly(record), engine.Ledger.BudgetOf(run));
    }
}
