using Microsoft.Extensions.DependencyInjection;

namespace Tapir.DurableTask.Worker.Tests.Tasks;

[TestClass]
public sealed class RegisteredTasksTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSingleton("from the services").BuildServiceProvider();

    [TestMethod]
    public void CreateActivity_NameInAnotherCase_IsFound() =>
        Assert.IsNotNull(Tasks(registry => registry.AddActivityFunc("Greet", _ => { })).CreateActivity("gREET", default, Services));

    [TestMethod]
    public void CreateActivity_UnversionedAlone_ServesEveryVersion() =>
        Assert.IsNotNull(Tasks(registry => registry.AddActivityFunc("greet", _ => { })).CreateActivity("greet", "3", Services));

    [TestMethod]
    public void CreateActivity_VersionMissingBesideOthers_IsMissing()
    {
        RegisteredTasks tasks = Tasks(registry => registry
            .AddActivityFunc("greet", _ => { })
            .AddActivityFunc<int, int>("greet", "1", (_, number) => Task.FromResult(number)));

        Assert.IsNotNull(tasks.CreateActivity("greet", "1", Services));
        Assert.IsNotNull(tasks.CreateActivity("greet", default, Services));
        Assert.IsNull(tasks.CreateActivity("greet", "2", Services));
    }

    [TestMethod]
    public async Task CreateActivity_Class_GetsItsServices()
    {
        ITaskActivity activity = Tasks(registry => registry.AddActivity<Named>()).CreateActivity("named.activity", default, Services)!;

        Assert.AreEqual("from the services", await activity.RunAsync(new Context(), null));
    }

    [TestMethod]
    public void AddActivity_NameTwice_IsRefusedByName()
    {
        DurableTaskRegistry registry = new DurableTaskRegistry().AddActivityFunc("greet", _ => { });

        ArgumentException refused = Assert.ThrowsExactly<ArgumentException>(() => registry.AddActivityFunc("GREET", _ => { }));
        StringAssert.Contains(refused.Message, "'GREET'");
    }

    [TestMethod]
    public void AddOrchestrator_TypeThatIsNone_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => new DurableTaskRegistry().AddOrchestrator("o", typeof(Named)));

    private static RegisteredTasks Tasks(Action<DurableTaskRegistry> fill)
    {
        DurableTaskRegistry registry = new();
        fill(registry);
        return new(registry);
    }

    [DurableTask("named.activity")]
    private sealed class Named(string service) : TaskActivity<object?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult(service);
    }

    private sealed class Context : TaskActivityContext
    {
        public override TaskName Name => "named.activity";

        public override string InstanceId => "i";
    }
}
