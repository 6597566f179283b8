using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Tapir.Activities.LocalModels;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Teaching;

/// <summary>Opens the spec's teacher for one call of a function: over the ledger, on the run's account.</summary>
internal sealed class TeacherDesk : IDisposable
{
    private readonly WorkRooms rooms;
    private readonly OpenedModels opened = new();
    private readonly ChatModels models;

    public TeacherDesk(WorkRooms rooms)
    {
        this.rooms = rooms;
        models = new ChatModels(rooms.Calls, new TutorChatClient(), rooms.Clock, rooms.Loggers.CreateLogger<ChatModels>(), openLocal: opened.Open);
    }

    public IChatClient Open(TeacherModel teacher, FunctionContext context)
    {
        TeacherAccess access = rooms.Access(context.RunId);
        return models.Open(access.ToChatModel(teacher), new CallScope(context.RunId, context.Function), access.Prices);
    }

    /// <summary>Calls that the run has in flight at a time.</summary>
    public int ConcurrencyOf(FunctionContext context) => rooms.Access(context.RunId).Teacher.Concurrency;

    public void Dispose()
    {
        models.Dispose();
        opened.Dispose();
    }
}
