using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Activities;

/// <summary>What the functions work with, put together by the host.</summary>
/// <param name="RunFolder">The folder of a run, by its id; it may not exist yet.</param>
/// <param name="Prices">The price table of a run, by its id.</param>
public sealed record ActivityRooms(
    IArtifactStore Artifacts,
    ResponseLedger Ledger,
    SqliteResultIndex Results,
    Func<string, string> RunFolder,
    Func<string, PriceTable> Prices,
    TimeProvider Clock,
    ILoggerFactory Loggers);
