using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Teaching;

/// <summary>Opens the spec's teacher for one call of a function: over the ledger, on the run's account.</summary>
internal sealed class TeacherDesk(ActivityRooms rooms) : IDisposable
{
    private readonly ChatModels models = new(rooms.Ledger, new TutorChatClient(), rooms.Clock, rooms.Loggers.CreateLogger<ChatModels>());

    public IChatClient Open(TeacherSpec teacher, FunctionContext context) =>
        models.Open(SpecOf(teacher), new CallScope(context.RunId, context.Function), rooms.Prices(context.RunId));

    public void Dispose() => models.Dispose();

    private static ChatModelSpec SpecOf(TeacherSpec teacher) => teacher.Kind == TeacherKind.Tutor
        ? ChatModelSpec.Tutor
        : new ChatModelSpec
        {
            Kind = ChatModelKind.OpenAI,
            Url = new Uri(teacher.Url ?? "https://api.openai.com/v1"),
            Model = teacher.Model!,
            KeyVariable = teacher.KeyVariable,
            Temperature = teacher.Temperature,
            MaxTokens = teacher.MaxTokens,
            Timeout = TimeSpan.FromSeconds(teacher.TimeoutSeconds),
            Concurrency = teacher.Concurrency,
        };
}
