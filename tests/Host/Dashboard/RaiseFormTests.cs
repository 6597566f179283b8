using Tapir.Host.Dashboard.Runs;

namespace Tapir.Host.Tests.Dashboard;

[TestClass]
public sealed class RaiseFormTests
{
    private readonly RaiseForm form = new();
    private readonly List<string> keys = [];

    [TestMethod]
    public async Task SubmitAsync_PressedTwice_AddsOnceAndCloses()
    {
        TaskCompletionSource<bool> answer = new();
        form.Open();

        Task first = form.SubmitAsync("5calls", Add(answer.Task));
        await form.SubmitAsync("5calls", Add(answer.Task));
        answer.SetResult(true);
        await first;
        await form.SubmitAsync("5calls", Add(answer.Task));

        Assert.HasCount(1, keys);
        Assert.AreEqual((false, false), (form.IsOpen, form.IsBusy));
    }

    [TestMethod]
    public async Task SubmitAsync_NotDone_StaysOpenAndSendsTheSameAgain()
    {
        form.Open();

        await form.SubmitAsync("5calls", Add(Task.FromResult(false)));
        await form.SubmitAsync("5calls", Add(Task.FromResult(false)));
        await form.SubmitAsync("6calls", Add(Task.FromResult(true)));

        Assert.AreEqual(keys[0], keys[1]);
        Assert.AreNotEqual(keys[0], keys[2]);
    }

    [TestMethod]
    public async Task SubmitAsync_OpenedAgain_IsAnotherRequest()
    {
        form.Open();
        await form.SubmitAsync("5calls", Add(Task.FromResult(true)));
        form.Open();
        await form.SubmitAsync("5calls", Add(Task.FromResult(true)));

        Assert.HasCount(2, keys.Distinct().ToArray());
    }

    private Func<string, Task<bool>> Add(Task<bool> answer) => key =>
    {
        keys.Add(key);
        return answer;
    };
}
