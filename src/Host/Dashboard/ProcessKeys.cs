using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Tapir.Host.Dashboard;

/// <summary>Keys for what a browser is given to hold, kept as long as this process lives: nothing is left in the user's home folder. A page from before a
/// restart is not known again, and loads itself anew.</summary>
internal sealed class ProcessKeys : IXmlRepository
{
    private readonly Lock gate = new();
    private readonly List<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate)
        {
            return [.. keys.Select(key => new XElement(key))];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (gate)
        {
            keys.Add(new XElement(element));
        }
    }
}
