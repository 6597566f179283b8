using CsCheck;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;
using Action = Tapir.DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

/// <summary>Random orchestrations, fed with results, failures, events, suspensions in random order and batches: whether a worker keeps its
/// executor or replays makes no difference (<see cref="ScriptedHub"/> compares after each turn).</summary>
[TestClass]
public sealed class RandomOrchestrationTests
{
    private const int Kinds = 10;

    [TestMethod]
    public void Turns_KeptOrReplayed_DecideTheSame() => Gen.Select(Gen.Int[0, Kinds - 1].Array[1, 15], Gen.Int[0, int.MaxValue])
        .Sample(
            program => RunAsync(program.Item1, new Random(program.Item2)).GetAwaiter().GetResult(),
            iter: 300,
            threads: 1);

    private static async Task RunAsync(int[] steps, Random random)
    {
        ScriptedHub hub = ScriptedHub.Of(context => InterpretAsync(context, steps));
        List<OrchestratorAction> open = [];
        bool suspended = false;
        for (int turn = 0; turn < 200; turn++)
        {
            List<HistoryEvent> messages = [];
            while (turn > 0 && (messages.Count == 0 || random.Next(3) == 0))
            {
                messages.Add(Message(hub, open, ref suspended, random));
            }

            hub.Now = hub.Now.AddSeconds(random.Next(100));
            OrchestratorTurn.Decided decided = await hub.TurnAsync([.. messages]);
            if (decided.Actions.Any(action => action.OrchestratorActionTypeCase == Action.CompleteOrchestration))
            {
                Assert.AreEqual(0, hub.Fetches, "A worker that kept its executor asked for the history.");
                return;
            }

            open.AddRange(decided.Actions.Where(action => action.OrchestratorActionTypeCase != Action.SendEvent));
        }
    }

    private static HistoryEvent Message(ScriptedHub hub, List<OrchestratorAction> open, ref bool suspended, Random random)
    {
        if (random.Next(12) == 0)
        {
            suspended = !suspended;
            return suspended ? hub.Suspended() : hub.Resumed();
        }

        if (open.Count == 0 || random.Next(4) == 0)
        {
            return hub.Raised(random.Next(2) == 0 ? "a" : "B", $"{random.Next(100)}");
        }

        OrchestratorAction ends = open[random.Next(open.Count)];
        open.Remove(ends);
        return ends.OrchestratorActionTypeCase switch
        {
            Action.CreateTimer => hub.Fired(ends.Id),
            Action.CreateSubOrchestration => hub.ChildCompleted(ends.Id, $"{random.Next(100)}"),
            _ => random.Next(3) == 0 ? hub.Failed(ends.Id, "bad luck") : hub.Completed(ends.Id, $"{random.Next(100)}"),
        };
    }

    private static async Task<long> InterpretAsync(TaskOrchestrationContext context, int[] steps)
    {
        long sum = 0;
        foreach (int step in steps)
        {
            try
            {
                sum = (sum * 31) + await StepAsync(context, step);
            }
            catch (Exception expected) when (expected is TaskFailedException or TaskCanceledException)
            {
                sum++;
            }

            context.SetCustomStatus(sum);
        }

        return sum;
    }

    private static async Task<int> StepAsync(TaskOrchestrationContext context, int step)
    {
        switch (step)
        {
            case 0:
                return await context.CallActivityAsync<int>("one", context.CurrentUtcDateTime);
            case 1:
                return (await Task.WhenAll(Enumerable.Range(0, 4).Select(i => context.CallActivityAsync<int>("many", i)))).Sum();
            case 2:
                await context.CreateTimer(TimeSpan.FromSeconds(30), CancellationToken.None);
                return 2;
            case 3:
                return await context.WaitForExternalEvent<int>("A");
            case 4:
                return await context.WaitForExternalEvent<int>("b", TimeSpan.FromSeconds(10));
            case 5:
                return await context.CallSubOrchestratorAsync<int>("child", step);
            case 6:
                context.SendEvent("other", "news", context.NewGuid());
                return 6;
            case 7:
                return await context.CallActivityAsync<int>("flaky", options: TaskOptions.FromRetryPolicy(new(3, TimeSpan.FromSeconds(1), 2)));
            case 8:
                Task<int> either = await Task.WhenAny(context.CallActivityAsync<int>("this"), context.WaitForExternalEvent<int>("b"));
                return await either;
            default:
                Task<int> later = context.WaitForExternalEvent<int>("a");
                Task<int> sooner = context.CallActivityAsync<int>("race");
                return await Task.WhenAny(later, sooner) == later ? 1 : 2;
        }
    }
}
