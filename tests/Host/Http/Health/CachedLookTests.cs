using Microsoft.Extensions.Time.Testing;
using Tapir.Host.Http.Health;

namespace Tapir.Host.Tests.Http.Health;

[TestClass]
public sealed class CachedLookTests
{
    private readonly FakeTimeProvider clock = new();

    [TestMethod]
    public async Task SeeAsync_ManyAskWithinASecond_LooksOnce()
    {
        int looks = 0;
        CachedLook<int> look = new(() => Task.FromResult(Interlocked.Increment(ref looks)), TimeSpan.FromSeconds(1), clock);

        int[] seen = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => look.SeeAsync()));
        clock.Advance(TimeSpan.FromSeconds(0.9));
        int soon = await look.SeeAsync();
        clock.Advance(TimeSpan.FromSeconds(0.1));
        int later = await look.SeeAsync();

        Assert.IsTrue(seen.All(one => one == 1));
        Assert.AreEqual((1, 2), (soon, later));
    }

    [TestMethod]
    public async Task SeeAsync_OneTakesLong_NoOtherBeginsBeside()
    {
        int looks = 0;
        TaskCompletionSource<int> answer = new();
        CachedLook<int> look = new(
            () =>
            {
                looks++;
                return answer.Task;
            },
            TimeSpan.FromSeconds(1),
            clock);
        Task<int> first = look.SeeAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        Task<int> second = look.SeeAsync();
        answer.SetResult(7);

        Assert.AreEqual((7, 7, 1), (await first, await second, looks));
    }

    [TestMethod]
    public async Task SeeAsync_OneFailed_IsMadeAnewWhenItsTimeIsOver()
    {
        Queue<Task<int>> answers = new([Task.FromException<int>(new InvalidOperationException("no")), Task.FromResult(1)]);
        CachedLook<int> look = new(answers.Dequeue, TimeSpan.FromSeconds(1), clock);

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(look.SeeAsync);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.AreEqual(1, await look.SeeAsync());
    }
}
