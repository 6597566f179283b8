using Tapir.Activities.LocalModels;
using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.DurableTask.Sidecar;
using Tapir.Functions;
using Tapir.Host.Scheduling;
using Tapir.Host.State;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Commands;

/// <summary>Which exceptions say that the input, or the state folder it names, is at fault; their messages are written for users.</summary>
internal static class WrongInput
{
    public static bool Is(Exception problem) => problem
        is StateException
        or UnknownScheduleException
        or DatasetException
        or LocalModelException
        or TaskHubException
        or LedgerException
        or ResultIndexException
        or ArtifactStoreException
        or ArtifactLostException
        or UnknownKeyException
        or UnknownFunctionException
        or FunctionInputException;
}
