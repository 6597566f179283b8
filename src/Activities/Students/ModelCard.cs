using System.Text;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>The student's README.md in Hugging Face's form: how to use it, what it is, how it was measured. No times, so that the same run gives the same bytes.</summary>
internal static class ModelCard
{
    public static string Render(ExportStudent input)
    {
        StringBuilder card = new();
        card.Append("---\nlibrary_name: transformers\npipeline_tag: text-generation\ntags: [tapir, distillation, llama]\n---\n\n");
        card.Append("# ").Append(input.Title).Append("\n\n");
        card.Append("A small instruction-following model, trained ").Append(input.Context is null ? "from scratch" : "further").Append(" by a task-aware curriculum (TAPIR) with Tapir.\n\n");
        card.Append("```python\nfrom transformers import AutoModelForCausalLM, AutoTokenizer\n\n");
        card.Append("tokenizer = AutoTokenizer.from_pretrained(\".\")\nmodel = AutoModelForCausalLM.from_pretrained(\".\")\n");
        card.Append("prompt = tokenizer.apply_chat_template([{\"role\": \"user\", \"content\": \"What is 7 + 5?\"}], add_generation_prompt=True, return_tensors=\"pt\")\n");
        card.Append("print(tokenizer.decode(model.generate(prompt, max_new_tokens=").Append(input.AnswerTokens).Append(")[0]))\n```\n\n");
        return card.Append(Table(input.Card)).ToString();
    }

    public static string Table(IReadOnlyList<CardFact> facts)
    {
        StringBuilder table = new("| | |\n| --- | --- |\n");
        foreach (CardFact fact in facts)
        {
            table.Append("| ").Append(fact.Name).Append(" | ").Append(fact.Value).Append(" |\n");
        }

        return table.ToString();
    }
}
