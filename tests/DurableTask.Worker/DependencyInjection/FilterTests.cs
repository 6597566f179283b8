namespace Tapir.DurableTask.Worker.Tests.DependencyInjection;

[TestClass]
public sealed class FilterTests
{
    [TestMethod]
    public void Of_Registry_NamesEachTaskOnceWithItsVersions()
    {
        DurableTaskRegistry registry = new DurableTaskRegistry()
            .AddActivityFunc("plain", _ => { })
            .AddActivityFunc<int, int>("versioned", "2", (_, number) => Task.FromResult(number))
            .AddActivityFunc<int, int>("versioned", "1", (_, number) => Task.FromResult(number));

        DurableTaskWorkerWorkItemFilters filters = DurableTaskWorkerWorkItemFilters.Of(registry, new());

        CollectionAssert.AreEqual(new[] { "plain", "versioned" }, filters.Activities.Select(filter => filter.Name).ToArray());
        Assert.IsEmpty(filters.Activities[0].Versions);
        CollectionAssert.AreEqual(new[] { "1", "2" }, filters.Activities[1].Versions.ToArray());
    }
}
