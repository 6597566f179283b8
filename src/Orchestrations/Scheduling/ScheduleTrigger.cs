using System.Text.Json.Serialization;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>What makes a schedule start runs. In JSON the property <c>$type</c> says which kind it is.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$type")]
[JsonDerivedType(typeof(CronTrigger), "cron")]
[JsonDerivedType(typeof(WatchTrigger), "watch")]
public abstract record ScheduleTrigger
{
    private protected ScheduleTrigger()
    {
    }
}
