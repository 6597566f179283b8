using Tapir.Activities.Students;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Tests.Students;

[TestClass]
public sealed class ComputeSlotsTests
{
    private const int Shards = 8;

    private readonly FunctionContext context = new("students.answer", "run-1", "");

    [TestMethod]
    public async Task RunAsync_ManyShardsOfOneStudent_ReadItOnceAndOneAtATime()
    {
        await using ActivityHouse house = new();
        ArtifactRef model = (await house.InputOfAsync<AnswerShard>("students.answer")).Student.Model;
        using ComputeSlots slots = new(house.Artifacts);
        using ManualResetEventSlim begun = new(), goOn = new();
        HashSet<Student> seen = new(ReferenceEqualityComparer.Instance);
        int atOnce = 0, mostAtOnce = 0;

        Task<int> first = slots.RunAsync(model, Compute, context);
        begun.Wait();
        Task<int>[] others = [.. Enumerable.Range(1, Shards - 1).Select(_ => slots.RunAsync(model, Compute, context))];
        goOn.Set();
        await Task.WhenAll([first, .. others]);

        Assert.HasCount(1, seen);
        Assert.AreEqual(1, mostAtOnce);

        int Compute(Student student)
        {
            mostAtOnce = Math.Max(mostAtOnce, Interlocked.Increment(ref atOnce));
            seen.Add(student);
            begun.Set();
            goOn.Wait();
            return Interlocked.Decrement(ref atOnce);
        }
    }

    [TestMethod]
    public async Task RunAsync_NobodyWaitsForTheStudent_LetsItGo()
    {
        await using ActivityHouse house = new();
        ArtifactRef model = (await house.InputOfAsync<AnswerShard>("students.answer")).Student.Model;
        using ComputeSlots slots = new(house.Artifacts);

        Student one = await slots.RunAsync(model, student => student, context);
        Student other = await slots.RunAsync(model, student => student, context);

        Assert.AreNotSame(one, other, "It would stay in memory for as long as the process lives.");
    }

    [TestMethod]
    public async Task RunAsync_StudentIsDamaged_SaysSoAndTheNextOneGetsItsTurn()
    {
        await using ActivityHouse house = new();
        ArtifactRef model = (await house.InputOfAsync<AnswerShard>("students.answer")).Student.Model;
        using ComputeSlots slots = new(house.Artifacts);
        ArtifactRef damaged = await house.Artifacts.PutBytesAsync(new byte[] { 1, 2, 3 });

        await Assert.ThrowsAsync<InvalidDataException>(() => slots.RunAsync(damaged, student => 0, context));

        Assert.AreEqual(7, await slots.RunAsync(model, student => 7, context));
    }
}
