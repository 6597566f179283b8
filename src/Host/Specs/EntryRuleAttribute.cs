namespace Tapir.Host.Specs;

/// <summary>Checks the entries of a mapping of names to values, each as it is read, so that a fault is told with its own line.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class EntryRuleAttribute : Attribute
{
    /// <param name="name">The entry's name, without what stands before it.</param>
    /// <returns>What is wrong with the entry, to be read after its name; null where nothing is.</returns>
    public abstract string? FaultOf(string name, object value);
}
