namespace Tapir.DurableTask.Worker.Activities;

/// <summary>The context of one call of an activity.</summary>
internal sealed class ActivityCall(TaskName name, string instanceId, string version) : TaskActivityContext
{
    public override TaskName Name => name;

    public override string InstanceId => instanceId;

    public override string Version => version;
}
