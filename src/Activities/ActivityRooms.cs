using Microsoft.Extensions.Logging;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Teachers.Ledger;

namespace Tapir.Activities;

/// <summary>What the functions work with, put together by the host.</summary>
/// <param name="RunFolder">The folder of a run, by its id; it may not exist yet.</param>
/// <param name="Access">How a run reaches its teacher, by its id; asked for every call, so that a change holds from the next one on.</param>
public sealed record ActivityRooms(
    IArtifactStore Artifacts,
    ResponseLedger Ledger,
    SqliteResultIndex Results,
    Func<string, string> RunFolder,
    Func<string, TeacherAccess> Access,
    TimeProvider Clock,
    ILoggerFactory Loggers);
