using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>Orchestrations of random shape, whose steps fail some times each, are rewound until they complete: nothing that had succeeded may run again.</summary>
[TestClass]
public sealed class RandomRewindTests
{
    private const int Limit = 120_000;
    private const int Plans = 25;
    private const int Steps = 12;

    private readonly ConcurrentDictionary<string, int> failuresLeft = [];
    private readonly ConcurrentDictionary<string, int> successes = [];

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    [DataRow(0, DisplayName = "replayed at every turn")]
    [DataRow(100, DisplayName = "kept warm")]
    public async Task Rewind_UntilItCompletes_RunsEachStepToItsEndOnce(int warm)
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(Register, Cancellation, builder => builder.UseGrpc(options => options.MaximumWarmOrchestrations = warm));

        await Task.WhenAll(Enumerable.Range(0, Plans).Select(seed => RunAsync(house.Client, seed)));

        Assert.HasCount(Plans * Steps, successes);
        Assert.IsTrue(successes.Values.All(count => count == 1), string.Join(", ", successes.Where(step => step.Value != 1)));
        await worker.StopAsync(Cancellation);
    }

    private static Node Grow(Random random, string plan, int steps, ref int named)
    {
        if (steps == 1)
        {
            return new Node("step", $"{plan}-{named++}.", []);
        }

        string kind = random.Next(5) switch
        {
            0 or 1 => "one after another",
            2 or 3 => "side by side",
            _ => "child",
        };
        if (kind == "child")
        {
            int size = random.Next(1, steps);
            Node child = new("child", string.Empty, [Grow(random, plan, size, ref named)]);
            return new Node("one after another", string.Empty, [child, Grow(random, plan, steps - size, ref named)]);
        }

        int first = random.Next(1, steps);
        return new Node(kind, string.Empty, [Grow(random, plan, first, ref named), Grow(random, plan, steps - first, ref named)]);
    }

    private static async Task<string> FollowAsync(TaskOrchestrationContext context, Node node)
    {
        switch (node.Kind)
        {
            case "step":
                return await context.CallActivityAsync<string>("step", node.Name);
            case "child":
                return await context.CallSubOrchestratorAsync<string>("plan", node.Nodes[0]);
            case "side by side":
                return string.Concat(await Task.WhenAll(node.Nodes.Select(next => FollowAsync(context, next))));
            default:
                string made = string.Empty;
                foreach (Node next in node.Nodes)
                {
                    made += await FollowAsync(context, next);
                }

                return made;
        }
    }

    private static IEnumerable<string> NamesIn(Node node) => node.Kind == "step" ? [node.Name] : node.Nodes.SelectMany(NamesIn);

    private void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<Node, string>("plan", FollowAsync)
        .AddActivityFunc<string, string>("step", (_, name) =>
        {
            int left = failuresLeft.AddOrUpdate(name, 0, (_, count) => count - 1);
            if (left >= 0)
            {
                throw new IOException($"{name} fails {left} times more");
            }

            successes.AddOrUpdate(name, 1, (_, count) => count + 1);
            return name;
        });

    private async Task RunAsync(DurableTaskClient client, int seed)
    {
        Random random = new(seed);
        int named = 0;
        Node plan = Grow(random, $"p{seed}", Steps, ref named);
        foreach (string name in NamesIn(plan))
        {
            failuresLeft[name] = random.Next(3);
        }

        int failures = NamesIn(plan).Sum(name => failuresLeft[name]);
        string id = await client.ScheduleNewOrchestrationInstanceAsync("plan", plan, Cancellation);
        OrchestrationMetadata end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);
        for (int rewinds = 0; end.RuntimeStatus == OrchestrationRuntimeStatus.Failed; rewinds++)
        {
            Assert.IsLessThan(2 * failures, rewinds, $"plan {seed} still fails: {end.FailureDetails}");
            await client.RewindInstanceAsync(id, "once more", Cancellation);
            end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);
        }

        Assert.AreEqual(string.Concat(NamesIn(plan)), end.ReadOutputAs<string>(), $"plan {seed}");
    }

    internal sealed record Node(string Kind, string Name, Node[] Nodes);
}
