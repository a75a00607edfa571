"""The last touches before a PDF is written, through WeasyPrint's public ``finisher`` hook."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pydyf
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.pdf.contract import Attachment

# PDF/A wants every property outside its own list described (ISO 19005-3, 6.6.2.3.2).
PDFUA_IDENTIFICATION = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


class _OneFile(URLFetcher):  # type: ignore[misc]
    """Hands one attachment to WeasyPrint together with its media type."""

    def __init__(self, attachment: Attachment) -> None:
        super().__init__(allowed_protocols=("attachment",))
        self._attachment = attachment

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        media_type = {"Content-Type": self._attachment.media_type}
        return URLFetcherResponse(url, self._attachment.data, media_type)


class Finisher:
    """Adds the attachments and makes the archival file an accessible one as well."""

    def __init__(self, attachments: Sequence[Attachment], dated: datetime) -> None:
        names = [attachment.name for attachment in attachments]
        if len(set(names)) != len(names) or not all(name.isascii() for name in names):
            raise ValueError("attachments need names of their own, in ASCII")
        self._attachments = attachments
        self._dated = dated.astimezone(UTC)

    def embedded(self) -> list[Any]:
        """The attachments as WeasyPrint takes them, with fixed dates."""
        return [
            weasyprint.Attachment(
                url=f"attachment:{attachment.name}",
                url_fetcher=_OneFile(attachment),
                name=attachment.name,
                description=attachment.description,
                created=self._dated,
                modified=self._dated,
                relationship=attachment.relationship,
            )
            for attachment in self._attachments
        ]

    def __call__(self, document: Any, pdf: Any) -> None:
        """Called by WeasyPrint between drawing and writing."""
        declare_pdfua(pdf)
        self._relate(pdf)

    def _relate(self, pdf: Any) -> None:
        """List each file once; WeasyPrint lists it twice, and goes by content for the relation."""
        if not self._attachments:
            return
        by_name = {item.name: item.relationship for item in self._attachments}
        specifications = [
            item
            for item in pdf.objects
            if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Filespec"
        ]
        for specification in specifications:
            specification["AFRelationship"] = f"/{by_name[specification['UF'].string]}"
        pdf.catalog["AF"] = pydyf.Array(item.reference for item in specifications)


def declare_pdfua(pdf: Any) -> None:
    """Write PDF/UA-1 into the metadata, whose only claim so far is PDF/A-3a."""
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    head, end, tail = metadata.stream[0].rpartition(b"</rdf:RDF>")
    if not end:
        raise RuntimeError("the metadata of the PDF has no rdf:RDF to add to")
    metadata.stream[0] = head + PDFUA_IDENTIFICATION + end + tail
