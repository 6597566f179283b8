namespace Tapir.DurableTask.Sidecar.Dispatch;

internal enum WorkKind
{
    Turn,
    Activity,
}
